import { emailInput } from "@gatehouse/auth";
import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { createFileRoute, Link, useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { z } from "zod";
import { trpc } from "../../api/client.ts";
import { isDevelopment } from "../../development.ts";
import { Aside, Fields, GatePage } from "../../gate/gate-page.tsx";
import { useFieldForm } from "../../ui/field-form.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { Refused } from "../../ui/refused.tsx";
import { SubmitButton } from "../../ui/submit-button.tsx";
import { TextButton } from "../../ui/text-button.tsx";
import { reset } from "../../words/reset.ts";
import { words } from "../../words.ts";

export const Route = createFileRoute("/_gate/forgot-password")({ component: ForgotPassword });

const says = reset;
const schema = z.strictObject({ email: emailInput });

interface AskFormProps {
  readonly email: string;
  readonly onSent: (email: string) => void;
}

function AskForm({ email, onSent }: AskFormProps) {
  const ask = useMutation(trpc.auth.requestPasswordReset.mutationOptions());
  const send = async (values: { email: string }) => {
    await ask.mutateAsync(values);
    onSent(values.email.trim());
  };
  const initialValues: Record<"email", string> = { email };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form {...formProps}>
      <Fields>
        <TextInput
          label={words.fields.email}
          type="email"
          autoComplete="username"
          autoFocus
          {...form.getInputProps("email")}
        />
        <Refused refusal={refusal} />
        <SubmitButton size="md" fullWidth isBusy={isBusy} busy={says.asking}>
          {says.ask}
        </SubmitButton>
      </Fields>
    </form>
  );
}

function Sent({ email, onAgain }: { readonly email: string; readonly onAgain: () => void }) {
  return (
    <GatePage title={says.sentTitle}>
      <p role="status">
        {says.sent(email)} {says.sentHint}
      </p>
      {isDevelopment && (
        <LinkButton to="/dev/mail" search={{ filter: email }} variant="filled" size="md">
          {words.checkMail.devMail}
        </LinkButton>
      )}
      <Aside>
        <TextButton onClick={onAgain}>{says.again}</TextButton>
        <br />
        <Link to="/sign-in">{says.back}</Link>
      </Aside>
    </GatePage>
  );
}

// The same answer for every address: whoever asks learns nothing of who has an account.
function ForgotPassword() {
  const typed = useLocation({ select: ({ state }) => state.sentTo }) ?? "";
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (sentTo !== null) return <Sent email={sentTo} onAgain={() => setSentTo(null)} />;
  return (
    <GatePage title={says.forgotTitle}>
      <p>{says.forgotExplanation}</p>
      <AskForm email={typed} onSent={setSentTo} />
      <Aside>
        <Link to="/sign-in">{says.back}</Link>
      </Aside>
    </GatePage>
  );
}
