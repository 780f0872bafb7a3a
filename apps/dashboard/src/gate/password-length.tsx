import { PASSWORD } from "@gatehouse/auth";
import { words } from "../words.ts";
import { useIsGuessable } from "./strength.ts";

/** Characters as the server counts them: code points, after NFC. */
export const lengthOf = (password: string): number => [...password.normalize("NFC")].length;

/** Says what a new password needs, and while it is typed how far it is from that. */
export function PasswordLength({ password }: { readonly password: string }) {
  const left = PASSWORD.minCharacters - lengthOf(password);
  const isGuessable = useIsGuessable(left > 0 ? "" : password);
  return (
    <>
      {words.signUp.passwordHint} {password !== "" && left > 0 && words.signUp.passwordMissing(left)}
      <span role="status">
        {left <= 0 && isGuessable === true && words.reset.guessable}
        {left <= 0 && isGuessable === false && words.signUp.passwordEnough}
      </span>
    </>
  );
}
