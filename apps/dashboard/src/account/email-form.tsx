import { emailInput } from "@gatehouse/auth";
import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { words } from "../words.ts";

const says = words.account.email;
const schema = z.strictObject({ email: emailInput });

interface EmailFormProps {
  readonly onSent: (email: string) => void;
  readonly onClose: () => void;
}

/** Asks for the new address, and says what happens to both. */
export function EmailForm({ onSent, onClose }: EmailFormProps) {
  const change = useMutation(trpc.account.requestEmailChange.mutationOptions());
  const send = async ({ email }: { email: string }) => {
    await change.mutateAsync({ email });
    onSent(email.trim().toLowerCase());
    onClose();
  };
  const initialValues: Record<"email", string> = { email: "" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form {...formProps}>
      <DialogFields>
        <p>{says.explanation}</p>
        <TextInput
          label={says.next}
          type="email"
          autoComplete="email"
          data-autofocus
          autoFocus
          {...form.getInputProps("email")}
        />
        <Refused refusal={refusal} />
      </DialogFields>
      <DialogActions>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <SubmitButton isBusy={isBusy} busy={says.busy}>
          {says.submit}
        </SubmitButton>
      </DialogActions>
    </form>
  );
}
