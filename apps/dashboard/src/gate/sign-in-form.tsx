import { signInInput } from "@gatehouse/auth";
import type { AttemptState, Credentials } from "@gatehouse/auth/react";
import { TextInput } from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import { type FormEvent, useRef } from "react";
import { isDevelopment } from "../development.ts";
import { Outcome, useWait } from "../proof/outcome.tsx";
import { PasswordField } from "../ui/password-field.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { words } from "../words.ts";
import { DemoAccounts } from "./demo-accounts.tsx";
import { Fields } from "./gate-page.tsx";

interface SignInFormProps {
  readonly state: AttemptState;
  /** What was typed before, when the person comes back from the second half. */
  readonly email: string;
  /** Sends them; resolves to whether they were refused. */
  readonly onSend: (credentials: Credentials) => Promise<boolean>;
}

/** Asks who it is. What was typed stays when it is refused, and nothing is sent before the server's wait is over. */
export function SignInForm({ state, email, onSend }: SignInFormProps) {
  const element = useRef<HTMLFormElement>(null);
  const secondsLeft = useWait(state);
  const form = useForm<Credentials>({
    initialValues: { email, password: "" },
    validate: schemaResolver(signInInput, { sync: true }),
  });

  const focus = (field: string) => element.current?.querySelector<HTMLElement>(`[data-path="${field}"]`)?.focus();
  const send = async (credentials: Credentials) => {
    if (await onSend(credentials)) focus("password");
  };
  const onSubmit = form.onSubmit(
    (credentials) => void send(credentials),
    (errors) => focus(errors.email ? "email" : "password"),
  );

  return (
    <form ref={element} noValidate onSubmit={(event: FormEvent<HTMLFormElement>) => onSubmit(event)}>
      <Fields>
        <TextInput
          label={words.fields.email}
          type="email"
          autoComplete="username"
          autoFocus
          {...form.getInputProps("email")}
        />
        <PasswordField autoComplete="current-password" {...form.getInputProps("password")} />
        <Outcome state={state} secondsLeft={secondsLeft} />
        <SubmitButton
          size="md"
          fullWidth
          isBusy={state.step === "submitting" || state.step === "accepted" || secondsLeft > 0}
          busy={
            secondsLeft > 0 ? words.signIn.submit : state.step === "accepted" ? words.signIn.done : words.signIn.busy
          }
        >
          {words.signIn.submit}
        </SubmitButton>
        {isDevelopment && (
          <DemoAccounts onFill={(account) => form.setValues({ email: account.email, password: account.password })} />
        )}
      </Fields>
    </form>
  );
}
