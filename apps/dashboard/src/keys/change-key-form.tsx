import { nameInput } from "@gatehouse/auth";
import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { keys } from "../words/keys.ts";
import { words } from "../words.ts";
import { changeOf, type KeyValues, valuesOf } from "./key-change.ts";
import { type ApiKey, refreshKeys } from "./queries.ts";

const says = keys.change;
const schema = z.strictObject({ name: nameInput, ipRanges: z.string() });

interface ChangeKeyFormProps {
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
}

/** Asks what a key is called, and from where it may be used. */
export function ChangeKeyForm({ apiKey, onClose }: ChangeKeyFormProps) {
  const { id: organizationId } = useOrganization();
  const update = useMutation(trpc.apiKey.update.mutationOptions());
  const send = async (values: KeyValues) => {
    const change = changeOf(apiKey, values);
    if (Object.keys(change).length === 0) return onClose();
    const { name } = await update.mutateAsync({ organizationId, apiKeyId: apiKey.id, ...change });
    onClose();
    notify(says.done(name));
    await refreshKeys();
  };
  const initialValues = valuesOf(apiKey);
  const { form, isBusy, refusal, formProps } = useFieldForm<KeyValues>({ initialValues, schema, send });
  return (
    <form {...formProps}>
      <DialogFields>
        <p>{says.explanation}</p>
        <TextInput label={keys.name} autoComplete="off" data-autofocus autoFocus {...form.getInputProps("name")} />
        <Textarea
          label={keys.ranges}
          description={`${keys.rangesHint} ${says.rangesHint}`}
          rows={3}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          {...form.getInputProps("ipRanges")}
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
