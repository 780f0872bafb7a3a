import { emailInput } from "@gatehouse/auth";
import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { useFieldForm } from "../ui/field-form.ts";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { words } from "../words.ts";
import { Aside, Fields } from "./gate-page.tsx";

const schema = z.strictObject({ email: emailInput });

interface ResendFormProps {
  /** The address that is known already; it is asked for where there is none. */
  readonly email?: string | undefined;
  readonly submit: string;
}

/** Asks for a new link. The answer is the same for every address. */
export function ResendForm({ email, submit }: ResendFormProps) {
  const [isSent, setSent] = useState(false);
  const resend = useMutation(trpc.auth.resendVerification.mutationOptions());
  const send = async (values: { email: string }) => {
    setSent(false);
    await resend.mutateAsync(values);
    setSent(true);
  };
  const initialValues: Record<"email", string> = { email: email ?? "" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form {...formProps}>
      <Fields>
        {email === undefined && (
          <TextInput label={words.fields.email} type="email" autoComplete="username" {...form.getInputProps("email")} />
        )}
        <Refused refusal={refusal} />
        <SubmitButton variant="default" size="md" isBusy={isBusy} busy={words.checkMail.sending}>
          {submit}
        </SubmitButton>
        <div role="status">{isSent && <Aside>{words.checkMail.sentAgain}</Aside>}</div>
      </Fields>
    </form>
  );
}
