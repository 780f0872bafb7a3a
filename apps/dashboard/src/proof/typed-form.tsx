import { TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { PasswordField } from "../ui/password-field.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { words } from "../words.ts";
import { isWhole } from "./code.ts";
import { CodeField } from "./code-field.tsx";
import type { TypedProof } from "./methods.ts";
import classes from "./proof.module.css";

interface TypedFormProps {
  readonly method: TypedProof["method"];
  readonly says: { readonly submit: string; readonly busy: string };
  readonly isBusy: boolean;
  readonly isWaiting: boolean;
  readonly outcome: ReactNode;
  readonly onTyped: (proof: TypedProof) => Promise<boolean>;
  readonly helper: ((fill: (code: string) => void) => ReactNode) | undefined;
}

const missingOf = (method: TypedProof["method"], secret: string): string | null => {
  if (method === "totp") return isWhole(secret) ? null : words.proof.codeShort;
  if (secret.trim() !== "") return null;
  return method === "password" ? words.proof.passwordNeeded : words.proof.recoveryNeeded;
};

/** One field and its button. A whole code sends itself; a refused one is cleared, since no code works twice. */
export function TypedForm({ method, says, isBusy, isWaiting, outcome, onTyped, helper }: TypedFormProps) {
  const [secret, setSecret] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);

  const send = async (typed: string) => {
    const missing = missingOf(method, typed);
    setFault(missing);
    if (missing === null && !isWaiting && !(await onTyped({ method, secret: typed })) && method === "totp")
      setSecret("");
    field.current?.focus();
  };
  const fill = (code: string) => {
    setSecret(code);
    void send(code);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) void send(secret);
  };
  const common = { ref: field, value: secret, error: fault, "data-autofocus": true, autoFocus: true };

  return (
    <form noValidate className={classes.form} onSubmit={onSubmit}>
      {method === "totp" && (
        <CodeField
          {...common}
          description={words.proof.codeHint}
          onChange={setSecret}
          onWhole={(code) => void send(code)}
        />
      )}
      {method === "recoveryCode" && (
        <TextInput
          {...common}
          label={words.proof.recoveryCode}
          description={words.proof.recoveryHint}
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          onChange={({ currentTarget }) => setSecret(currentTarget.value)}
        />
      )}
      {method === "password" && (
        <PasswordField
          {...common}
          label={words.proof.password}
          autoComplete="current-password"
          onChange={({ currentTarget }) => setSecret(currentTarget.value)}
        />
      )}
      {outcome}
      <SubmitButton size="md" fullWidth isBusy={isBusy || isWaiting} busy={isWaiting ? says.submit : says.busy}>
        {says.submit}
      </SubmitButton>
      {helper?.(fill)}
    </form>
  );
}
