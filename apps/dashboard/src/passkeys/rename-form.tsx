import { nameInput } from "@gatehouse/auth";
import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { type PasskeyView, refreshFactors } from "../factors/queries.ts";
import { DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { factors } from "../words/factors.ts";
import { words } from "../words.ts";

const says = factors.passkeys;
const schema = z.strictObject({ name: nameInput });

interface RenameFormProps {
  readonly passkey: PasskeyView;
  readonly onClose: () => void;
}

/** The form of the dialog. */
export function RenameForm({ passkey, onClose }: RenameFormProps) {
  const rename = useMutation(trpc.passkey.rename.mutationOptions());
  const send = async ({ name }: { name: string }) => {
    await rename.mutateAsync({ passkeyId: passkey.id, name });
    onClose();
    await refreshFactors();
  };
  const initialValues: Record<"name", string> = { name: passkey.name };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form {...formProps}>
      <DialogFields>
        <TextInput label={says.newName} autoComplete="off" data-autofocus autoFocus {...form.getInputProps("name")} />
        <Refused refusal={refusal} />
      </DialogFields>
      <DialogActions>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <SubmitButton isBusy={isBusy} busy={says.saving}>
          {says.save}
        </SubmitButton>
      </DialogActions>
    </form>
  );
}
