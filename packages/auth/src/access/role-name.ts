import { nameInput } from "../input.ts";
import { BUILT_IN_ROLES } from "./define-policy.ts";

/** Scripts whose letters pass for one another. */
const LOOKALIKES = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];
/** What steers instead of says, or is not seen at all. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** Letters of scripts that hardly anybody writes today, some of which look like Latin throughout: UAX 31 table 5 names the others. */
const RARE =
  /[[\p{L}\p{N}]--[\p{sc=Common}\p{sc=Inherited}\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Armenian}\p{sc=Georgian}\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Thaana}\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Gurmukhi}\p{sc=Gujarati}\p{sc=Oriya}\p{sc=Tamil}\p{sc=Telugu}\p{sc=Kannada}\p{sc=Malayalam}\p{sc=Sinhala}\p{sc=Thai}\p{sc=Lao}\p{sc=Tibetan}\p{sc=Myanmar}\p{sc=Khmer}\p{sc=Ethiopic}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Hangul}]]/v;
/** Latin that is no alphabet's: phonetic letters, small capitals, letters in boxes. */
const ODD = /[\u0250-\u02af\u1d00-\u1dbf\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab6f\u{1f130}-\u{1f1ff}]/u;

const isOneScript = (name: string): boolean => LOOKALIKES.filter((script) => script.test(name)).length < 2;

/** What looks like another letter in most typefaces, and is not the same with a mark. */
const LOOKS = new Map(
  Object.entries({ 0: "o", ø: "o", 1: "i", l: "i", ı: "i", ł: "i", ǀ: "i", đ: "d", rn: "m", vv: "w" }),
);

/** Letters and digits alone, without marks, case or width, and each as what it looks like: `Ówner ` and `0wner` read as `owner`. */
const readAs = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/rn|vv|[0ø1lıłǀđ]/gu, (seen) => LOOKS.get(seen) ?? seen);

/** Whether a name reads as that of a built-in role. */
const isImpostor = (name: string): boolean => BUILT_IN_ROLES.some((role) => readAs(name) === role);

/**
 * A role's name, which nobody may take for another role's: one script, nothing unseen or odd, and no built-in role's name.
 *
 * @see UTS 39 section 4 (confusables), 5.1 (mixed-script detection); UAX 31 table 5 (recommended scripts)
 */
export const roleNameInput = nameInput
  .refine((name) => !UNSEEN.test(name), "Use letters that can be seen.")
  .refine((name) => isOneScript(name) && !RARE.test(name) && !ODD.test(name), "Use letters of one alphabet.")
  .refine((name) => !isImpostor(name), "A built-in role is called that.")
  .transform((name) => name.normalize("NFC"));
