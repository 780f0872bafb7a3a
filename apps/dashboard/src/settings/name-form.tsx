import { nameInput } from "@gatehouse/auth";
import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { type Answers, queryClient, trpc } from "../api/client.ts";
import { sessionOptions } from "../session/session.ts";
import { useFieldForm } from "../ui/field-form.ts";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { words } from "../words.ts";
import classes from "./settings.module.css";

interface NameFormProps {
  readonly organization: Answers["organization"]["get"];
  readonly mayUpdate: boolean;
}

const schema = z.strictObject({ name: nameInput });

/** The name of the organization; to be read by whoever may not change it. */
export function NameForm({ organization, mayUpdate }: NameFormProps) {
  const update = useMutation(trpc.organization.update.mutationOptions());
  const send = async ({ name }: { name: string }) => {
    const saved = await update.mutateAsync({ organizationId: organization.id, name });
    const { queryKey } = trpc.organization.get.queryOptions({ organizationId: organization.id });
    await queryClient.refetchQueries({ queryKey: sessionOptions().queryKey });
    queryClient.setQueryData(queryKey, saved);
    notify(words.settings.saved);
  };
  const initialValues: Record<"name", string> = { name: organization.name };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  if (!mayUpdate) {
    return (
      <div className={classes.block}>
        <p className={classes.value}>{organization.name}</p>
        <p className={classes.hint}>{words.settings.nameHintReader}</p>
      </div>
    );
  }
  return (
    <form {...formProps} className={classes.form}>
      <TextInput
        label={words.settings.nameField}
        description={words.settings.nameHint}
        autoComplete="off"
        {...form.getInputProps("name")}
      />
      <Refused refusal={refusal} />
      <div>
        <SubmitButton isBusy={isBusy} busy={words.settings.saving}>
          {words.settings.save}
        </SubmitButton>
      </div>
    </form>
  );
}
