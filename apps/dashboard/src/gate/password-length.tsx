import { PASSWORD } from "@gatehouse/auth";
import { words } from "../words.ts";

/** Characters as the server counts them: code points, after NFC. */
export const lengthOf = (password: string): number => [...password.normalize("NFC")].length;

/** Says what a new password needs, and while it is typed how far it is from that. */
export function PasswordLength({ password }: { readonly password: string }) {
  const left = PASSWORD.minCharacters - lengthOf(password);
  const isTyping = password !== "";
  return (
    <>
      {words.signUp.passwordHint} {isTyping && left > 0 && words.signUp.passwordMissing(left)}
      <span role="status">{isTyping && left <= 0 && words.signUp.passwordEnough}</span>
    </>
  );
}
