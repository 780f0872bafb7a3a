import { PASSWORD } from "@gatehouse/auth";
import { z } from "zod";
import { words } from "../words.ts";
import { lengthOf } from "./password-length.tsx";

/** A new password as far as a browser can judge it; the server judges the rest, and says so on the field. */
export const newPasswordInput = z
  .string()
  .refine((text) => lengthOf(text) >= PASSWORD.minCharacters, words.signUp.passwordShort(PASSWORD.minCharacters))
  .refine((text) => lengthOf(text) <= PASSWORD.maxCharacters, words.signUp.passwordLong(PASSWORD.maxCharacters));
