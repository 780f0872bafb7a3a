import type { AttemptState, Credentials } from "@gatehouse/auth/react";
import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useRef } from "react";
import { isDevelopment } from "../development.ts";
import { Outcome, useWait } from "../proof/outcome.tsx";
import { PasswordField } from "../ui/password-field.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { ways } from "../words/reset.ts";
import { words } from "../words.ts";
import { DemoAccounts } from "./demo-accounts.tsx";
import { Fields } from "./gate-page.tsx";
import classes from "./password-row.module.css";

// What judges the fields weighs as much as the page: it comes while the person types. Where it does not come, the server judges alone.
const judging = import("./sign-in-rules.ts").catch(() => null);

interface SignInFormProps {
  readonly state: AttemptState;
  /** What is under way is not what was typed here. */
  readonly isByPasskey: boolean;
  /** What was typed before, when the person comes back from the second half. */
  readonly email: string;
  /** Sends them; resolves to whether they were refused. */
  readonly onSend: (credentials: Credentials) => Promise<boolean>;
}

const busyWords = ({ step }: AttemptState): string => (step === "accepted" ? words.signIn.done : words.signIn.busy);

/** Asks who it is. What was typed stays when it is refused, and nothing is sent before the server's wait is over. */
export function SignInForm({ state, isByPasskey, email, onSend }: SignInFormProps) {
  const element = useRef<HTMLFormElement>(null);
  const secondsLeft = useWait(state);
  const form = useForm<Credentials>({
    initialValues: { email, password: "" },
    validate: async (credentials) => (await judging)?.judge(credentials) ?? {},
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
          autoComplete="username webauthn"
          autoFocus
          {...form.getInputProps("email")}
        />
        <div className={classes.row}>
          <PasswordField autoComplete="current-password" {...form.getInputProps("password")} />
          <Link to="/forgot-password" state={{ sentTo: form.values.email }} className={classes.forgot}>
            {ways.forgot}
          </Link>
        </div>
        <Outcome state={state} secondsLeft={secondsLeft} />
        <SubmitButton
          size="md"
          fullWidth
          isBusy={state.step === "submitting" || state.step === "accepted" || secondsLeft > 0}
          busy={isByPasskey || secondsLeft > 0 ? words.signIn.submit : busyWords(state)}
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
