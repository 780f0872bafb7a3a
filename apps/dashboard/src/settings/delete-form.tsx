import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { organization as words } from "../words/organization.ts";
import { type Organization, refreshOrganization } from "./queries.ts";
import classes from "./settings.module.css";

const says = words.danger.delete;

interface DeleteFormProps {
  readonly organization: Organization;
  readonly onClose: () => void;
}

/** Says what it means, and asks for the organization's address. */
export function DeleteForm({ organization: { id: organizationId, slug }, onClose }: DeleteFormProps) {
  const remove = useMutation(trpc.organization.delete.mutationOptions());
  const schema = z.strictObject({ confirm: z.string().refine((typed) => typed.trim() === slug, says.wrong) });
  const send = async ({ confirm }: { confirm: string }) => {
    await remove.mutateAsync({ organizationId, confirm: confirm.trim() });
    onClose();
    await refreshOrganization(organizationId);
  };
  const initialValues: Record<"confirm", string> = { confirm: "" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form {...formProps}>
      <ol className={classes.steps}>
        {says.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <DialogFields>
        <TextInput
          label={says.confirm(slug)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          autoFocus
          {...form.getInputProps("confirm")}
        />
        <Refused refusal={refusal} />
      </DialogFields>
      <DialogActions>
        <Button onClick={onClose}>{says.stay}</Button>
        <SubmitButton color="danger" isBusy={isBusy} busy={says.busy}>
          {says.submit}
        </SubmitButton>
      </DialogActions>
    </form>
  );
}
