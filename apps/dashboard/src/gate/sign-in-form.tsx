import { signInInput } from "@gatehouse/auth";
import { type Credentials, type SignInState, useSignIn } from "@gatehouse/auth/react";
import { TextInput } from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { trpc } from "../api/client.ts";
import { isDevelopment } from "../development.ts";
import { PasswordField } from "../ui/password-field.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { words } from "../words.ts";
import { clockOf, useSecondsLeft } from "./countdown.tsx";
import { DemoAccounts } from "./demo-accounts.tsx";
import { Fields, Word } from "./gate-page.tsx";

/** Why the form came back: a wait, counted down, or the sentence of the refusal. */
function Outcome({ state, secondsLeft }: { readonly state: SignInState; readonly secondsLeft: number }) {
  if (state.step !== "refused") return <Refused refusal={null} />;
  if (state.retryAt === null) return <Refused refusal={state.refusal} />;
  return (
    <div role="alert">
      {secondsLeft > 0 && (
        <Word>
          {words.signIn.wait} <span role="timer">{clockOf(secondsLeft)}</span>.
        </Word>
      )}
    </div>
  );
}

/** Asks who it is. What was typed stays when it is refused, and nothing is sent before the server's wait is over. */
export function SignInForm({ onSignedIn }: { readonly onSignedIn: () => Promise<void> }) {
  const element = useRef<HTMLFormElement>(null);
  const { mutateAsync } = useMutation(trpc.auth.signIn.mutationOptions());
  const { state, submit } = useSignIn(mutateAsync);
  const secondsLeft = useSecondsLeft(state.step === "refused" ? state.retryAt : null);
  const form = useForm<Credentials>({
    initialValues: { email: "", password: "" },
    validate: schemaResolver(signInInput, { sync: true }),
  });

  const focus = (field: string) => element.current?.querySelector<HTMLElement>(`[data-path="${field}"]`)?.focus();
  const send = async (credentials: Credentials) => {
    const { step } = await submit(credentials);
    if (step === "signedIn") await onSignedIn();
    if (step === "refused") focus("password");
  };
  const onSubmit = form.onSubmit(
    (credentials) => void send(credentials),
    (errors) => focus(errors["email"] ? "email" : "password"),
  );

  return (
    <form ref={element} noValidate onSubmit={(event: FormEvent<HTMLFormElement>) => onSubmit(event)}>
      <Fields>
        <TextInput label={words.fields.email} type="email" autoComplete="username" autoFocus {...form.getInputProps("email")} />
        <PasswordField autoComplete="current-password" {...form.getInputProps("password")} />
        <Outcome state={state} secondsLeft={secondsLeft} />
        <SubmitButton
          size="md"
          fullWidth
          isBusy={state.step === "submitting" || state.step === "signedIn" || secondsLeft > 0}
          busy={secondsLeft > 0 ? words.signIn.submit : state.step === "signedIn" ? words.signIn.done : words.signIn.busy}
        >
          {words.signIn.submit}
        </SubmitButton>
        {isDevelopment && <DemoAccounts onFill={({ email, password }) => form.setValues({ email, password })} />}
      </Fields>
    </form>
  );
}
