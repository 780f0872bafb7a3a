import { signUpInput } from "@gatehouse/auth";
import { TextInput } from "@mantine/core";
import { useFieldForm } from "../ui/field-form.ts";
import { PasswordField } from "../ui/password-field.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { words } from "../words.ts";
import { Fields } from "./gate-page.tsx";
import { newPasswordInput } from "./new-password.ts";
import { PasswordLength } from "./password-length.tsx";
import { RobotCheck } from "./robot-check.tsx";

const schema = signUpInput.extend({ password: newPasswordInput });

interface NewAccount extends Record<string, string> {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

interface SignUpFormProps {
  readonly onSend: (account: NewAccount) => Promise<unknown>;
  /** The browser works in place of a wait. */
  readonly isChecking: boolean;
}

/** Asks for a name, an address and a new password, and says how far the password is from long enough. */
export function SignUpForm({ onSend, isChecking }: SignUpFormProps) {
  const initialValues: NewAccount = { name: "", email: "", password: "" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send: onSend });
  return (
    <form {...formProps}>
      <Fields>
        <TextInput label={words.fields.name} autoComplete="name" {...form.getInputProps("name")} />
        <TextInput
          label={words.fields.email}
          type="email"
          autoComplete="username"
          description={words.signUp.after}
          {...form.getInputProps("email")}
        />
        <PasswordField
          autoComplete="new-password"
          description={<PasswordLength password={form.values.password} />}
          {...form.getInputProps("password")}
        />
        <Refused refusal={refusal} />
        <RobotCheck isChecking={isChecking} />
        <SubmitButton size="md" fullWidth isBusy={isBusy} busy={words.signUp.busy}>
          {words.signUp.submit}
        </SubmitButton>
      </Fields>
    </form>
  );
}
