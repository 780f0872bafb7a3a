import { z } from "zod";
import { ROLES } from "../config.ts";
import { nameInput, permissionInput } from "../input.ts";
import { BUILT_IN_ROLES } from "./define-policy.ts";

const MAX_NAMED = 200;
/** What a role's key looks like. The table checks the same. */
const KEY = /^[a-z][a-z0-9_-]{1,39}$/;
/** Scripts whose letters pass for one another. */
const LOOKALIKES = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];
/** What steers instead of says, or is not seen at all. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

const isOneScript = (name: string): boolean => LOOKALIKES.filter((script) => script.test(name)).length < 2;

/** Letters and digits alone, without marks, case or width: `Ówner ` reads as `owner`. */
const readAs = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** Whether a name reads as that of a built-in role. */
const isImpostor = (name: string): boolean => BUILT_IN_ROLES.some((role) => readAs(name) === role);

/** A role's key as it was typed: nothing is trimmed or lowered, so that what is stored is what was meant. */
export const roleKeyInput = z.string().regex(KEY, "Use 2 to 40 of a-z, 0-9, - and _, and begin with a letter.");

/** Any key, as a role is asked for by it: whether there is one is the database's to say. */
export const anyRoleKeyInput = z.string().min(1).max(64);

/**
 * A role's name, which nobody may take for another role's: one script, nothing unseen, and no built-in role's name.
 *
 * @see UTS 39 section 5.1 (mixed-script detection)
 */
export const roleNameInput = nameInput
  .refine((name) => !UNSEEN.test(name), "Use letters that can be seen.")
  .refine(isOneScript, "Use letters of one alphabet.")
  .refine((name) => !isImpostor(name), "A built-in role is called that.")
  .transform((name) => name.normalize("NFC"));

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
