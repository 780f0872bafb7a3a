import { nameInput } from "@gatehouse/auth";
import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { z } from "zod";
import { queryClient, trpc } from "../api/client.ts";
import { sessionOptions } from "../session/session.ts";
import { DialogActions } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { words } from "../words.ts";
import classes from "./new-organization-form.module.css";

const schema = z.strictObject({ name: nameInput });

/** Makes a team organization and opens it. */
export function NewOrganizationForm({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const create = useMutation(trpc.organization.create.mutationOptions());
  const send = async ({ name }: { name: string }) => {
    const made = await create.mutateAsync({ name });
    await queryClient.refetchQueries({ queryKey: sessionOptions().queryKey });
    onClose();
    await navigate({ to: "/o/$slug/documents", params: { slug: made.slug } });
    notify(words.newOrganization.done(made.name));
  };
  const initialValues: Record<"name", string> = { name: "" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form {...formProps}>
      <p className={classes.explanation}>{words.newOrganization.explanation}</p>
      <TextInput
        label={words.newOrganization.name}
        autoComplete="organization"
        autoFocus
        {...form.getInputProps("name")}
      />
      <Refused refusal={refusal} />
      <DialogActions>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <SubmitButton isBusy={isBusy} busy={words.newOrganization.busy}>
          {words.newOrganization.submit}
        </SubmitButton>
      </DialogActions>
    </form>
  );
}
