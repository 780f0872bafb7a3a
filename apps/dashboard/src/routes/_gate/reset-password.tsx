import { refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import { z } from "zod";
import { trpc } from "../../api/client.ts";
import { Aside, Fields, GatePage } from "../../gate/gate-page.tsx";
import { perLink, useLinkToken } from "../../gate/link-token.ts";
import { newPasswordInput } from "../../gate/new-password.ts";
import { PasswordLength } from "../../gate/password-length.tsx";
import { useFieldForm } from "../../ui/field-form.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { PasswordField } from "../../ui/password-field.tsx";
import { Refused } from "../../ui/refused.tsx";
import { SubmitButton } from "../../ui/submit-button.tsx";
import { reset } from "../../words/reset.ts";

export const Route = createFileRoute("/_gate/reset-password")({ component: perLink(ResetPassword) });

const says = reset;
const schema = z.strictObject({ password: newPasswordInput });

const Done = () => (
  <GatePage title={says.doneTitle}>
    <p role="status">{says.done}</p>
    <LinkButton to="/sign-in" variant="filled" size="md">
      {says.signIn}
    </LinkButton>
  </GatePage>
);

const Spent = () => (
  <GatePage title={says.badTitle}>
    <p>{says.bad}</p>
    <LinkButton to="/forgot-password" variant="filled" size="md">
      {says.anew}
    </LinkButton>
    <Aside>
      <Link to="/sign-in">{says.back}</Link>
    </Aside>
  </GatePage>
);

// A refused password does not spend the link: the form stays, and the next try goes by the same one.
function ResetPassword() {
  const token = useLinkToken();
  const reset = useMutation(trpc.auth.resetPassword.mutationOptions());
  const send = ({ password }: { password: string }) => reset.mutateAsync({ token: token ?? "", password });
  const initialValues: Record<"password", string> = { password: "" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  const isSpent = reset.error !== null && refusalOf(reset.error).appCode === "auth.link_invalid";
  if (reset.isSuccess) return <Done />;
  if (token === undefined || isSpent) return <Spent />;
  return (
    <GatePage title={says.title}>
      <p>{says.explanation}</p>
      <form {...formProps}>
        <Fields>
          <PasswordField
            label={says.password}
            autoComplete="new-password"
            autoFocus
            description={<PasswordLength password={form.values.password} />}
            {...form.getInputProps("password")}
          />
          <Refused refusal={refusal} />
          <SubmitButton size="md" fullWidth isBusy={isBusy} busy={says.busy}>
            {says.submit}
          </SubmitButton>
        </Fields>
      </form>
    </GatePage>
  );
}
