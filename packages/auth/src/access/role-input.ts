import { z } from "zod";
import { ROLES } from "../config.ts";
import { permissionInput } from "../input.ts";

const MAX_NAMED = 200;
/** What a role's key looks like. The table checks the same. */
const KEY = /^[a-z][a-z0-9_-]{1,39}$/;

/** What the pages beside a role's own page are called, `/roles/new` for one: a role of that key could not be opened. */
const PAGES = ["matrix", "new"];

/** Whether a key belongs to a page beside the roles. */
export const isPageKey = (key: string): boolean => PAGES.includes(key);

/** A role's key as it was typed: nothing is trimmed or lowered, so that what is stored is what was meant. */
export const roleKeyInput = z
  .string()
  .regex(KEY, "Use 2 to 40 of a-z, 0-9, - and _, and begin with a letter.")
  .refine((key) => !isPageKey(key), "A page beside the roles is called that. Choose another key.");

/** Any key, as a role is asked for by it: whether there is one is the database's to say. */
export const anyRoleKeyInput = z.string().min(1).max(64);

/** What a role names: permissions, and groups such as `document:*`. Whether the policy holds them is judged apart. */
export const namedPermissionsInput = z.array(permissionInput).max(MAX_NAMED);

/** A key made of a name: `Head of Support` becomes `head-of-support`; null where no letter of a-z is in it. */
export function roleKeyOf(name: string): string | null {
  const key = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, ROLES.derivedCharacters)
    .replace(/-+$/, "");
  return KEY.test(key) ? key : null;
}
