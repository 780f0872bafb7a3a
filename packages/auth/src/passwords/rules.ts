import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { PASSWORD } from "../config.ts";
import { type AuthErrorCode, authErrors, refusal } from "../errors.ts";

const strength = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/** Fewer characters than this, punctuation apart, beside one's own words make no secret. */
const MIN_OTHER_CHARACTERS = 6;

/** Whether a password is little more than these words, in whatever order and case. */
function isMadeOf(password: string, words: readonly string[]): boolean {
  const longestFirst = words.map((word) => word.toLowerCase()).sort((a, b) => b.length - a.length);
  const whole = password.toLowerCase();
  const rest = longestFirst.reduce((text, word) => text.replaceAll(word, " "), whole);
  return rest !== whole && lengthOf(rest.replace(/[\s\p{P}]/gu, "")) < MIN_OTHER_CHARACTERS;
}

/** Each code point is one character. */
export const lengthOf = (password: string): number => [...password.normalize("NFC")].length;

/** A refusal of a new password, with the reason on the field. */
export const passwordRefusal = (code: AuthErrorCode & `password.${string}`) =>
  refusal(code, { fieldErrors: { password: [authErrors[code].says] } });

/**
 * Accepts or refuses a new password: length and guessability, no composition rules.
 *
 * @param personal the person's own name and address, which the password may not be made of
 * @throws AppError `password.too_short`, `password.too_long`, `password.too_common`, `password.personal`, each with
 *   `fieldErrors.password`
 * @see NIST SP 800-63B-4 section 3.1.1.2
 */
export function requireUnguessable(password: string, personal: readonly string[]): void {
  const length = lengthOf(password);
  if (length < PASSWORD.minCharacters) throw passwordRefusal("password.too_short");
  if (length > PASSWORD.maxCharacters) throw passwordRefusal("password.too_long");
  const own = personal.flatMap((text) => [text, ...text.split(/[\s@._+-]+/)]).filter((text) => text.length > 2);
  if (isMadeOf(password.normalize("NFC"), own)) throw passwordRefusal("password.personal");
  const { score, feedback } = strength.check(password.normalize("NFC").slice(0, PASSWORD.judgedCharacters), own);
  if (score >= PASSWORD.minScore) return;
  throw passwordRefusal(feedback.warning === "userInputs" ? "password.personal" : "password.too_common");
}
