import { PASSWORD } from "@gatehouse/auth";
import { reset } from "../words/reset.ts";
import { words } from "../words.ts";
import classes from "./password-length.module.css";
import { useIsGuessable } from "./strength.ts";

/** Characters as the server counts them: code points, after NFC. */
export const lengthOf = (password: string): number => [...password.normalize("NFC")].length;

/** Says what a new password needs, and while it is typed how far it is from that. */
export function PasswordLength({ password }: { readonly password: string }) {
  const left = PASSWORD.minCharacters - lengthOf(password);
  const isGuessable = useIsGuessable(left > 0 ? "" : password);
  return (
    <>
      {words.signUp.passwordHint}
      {password !== "" && left > 0 && <span className={classes.verdict}>{words.signUp.passwordMissing(left)}</span>}
      <span role="status" className={classes.verdict} data-tone={isGuessable ? "copper" : "act"}>
        {left <= 0 && isGuessable === true && reset.guessable}
        {left <= 0 && isGuessable === false && words.signUp.passwordEnough}
      </span>
    </>
  );
}
