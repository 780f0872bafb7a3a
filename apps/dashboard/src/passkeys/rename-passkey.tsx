import { nameInput } from "@gatehouse/auth";
import { Button, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { type PasskeyView, refreshFactors } from "../factors/queries.ts";
import { Dialog, DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { words } from "../words.ts";

const says = words.factors.passkeys;
const schema = z.strictObject({ name: nameInput });

interface RenameFormProps {
  readonly passkey: PasskeyView;
  readonly onClose: () => void;
}

function RenameForm({ passkey, onClose }: RenameFormProps) {
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
        <TextInput label={says.newName} autoComplete="off" data-autofocus {...form.getInputProps("name")} />
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

/** Names a passkey, so that its owner knows which one it is. */
export function RenamePasskey({ passkey }: { readonly passkey: PasskeyView }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="subtle" aria-label={says.renameNamed(passkey.name)} onClick={open}>
        {says.rename}
      </Button>
      <Dialog title={says.renameTitle} isOpen={isOpen} onClose={close}>
        <RenameForm passkey={passkey} onClose={close} />
      </Dialog>
    </>
  );
}
