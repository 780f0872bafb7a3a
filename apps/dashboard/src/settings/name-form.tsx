import { nameInput } from "@gatehouse/auth";
import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { z } from "zod";
import { queryClient, trpc } from "../api/client.ts";
import { onField } from "../api/field-error.ts";
import { sessionOptions } from "../session/session.ts";
import { useFieldForm } from "../ui/field-form.ts";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { organization as organizationSays } from "../words/organization.ts";
import { settings } from "../words/settings.ts";
import { type Organization, organizationOptions } from "./queries.ts";
import classes from "./settings.module.css";

const says = settings;

interface NameFormProps {
  readonly organization: Organization;
  readonly mayUpdate: boolean;
}

// What a slug may be is the server's to say: its sentence appears beside the field.
const schema = z.strictObject({ name: nameInput, slug: z.string() });

/** The name of the organization and its address; to be read by whoever may not change them. */
export function NameForm({ organization, mayUpdate }: NameFormProps) {
  const navigate = useNavigate();
  const update = useMutation(trpc.organization.update.mutationOptions());
  const { id: organizationId } = organization;
  const send = async ({ name, slug }: { name: string; slug: string }) => {
    const saved = await update.mutateAsync({ organizationId, name, slug }).catch((error: unknown) => {
      throw onField(error, { "organization.slug_taken": "slug" });
    });
    queryClient.setQueryData(organizationOptions(organizationId).queryKey, saved);
    // The page of the old address is gone once the session says so: be at the new one by then.
    const session = await queryClient.fetchQuery({ ...sessionOptions(), staleTime: 0 });
    if (session !== null && saved.slug !== organization.slug) {
      await navigate({ to: "/o/$slug/settings", params: { slug: saved.slug }, replace: true });
    }
    notify(says.saved);
  };
  const initialValues: Record<"name" | "slug", string> = { name: organization.name, slug: organization.slug };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  if (!mayUpdate) {
    return (
      <div className={classes.block}>
        <p className={classes.value}>{organization.name}</p>
        <p className={classes.hint}>{says.nameHintReader}</p>
      </div>
    );
  }
  return (
    <form {...formProps} className={classes.form}>
      <TextInput
        label={says.nameField}
        description={says.nameHint}
        autoComplete="off"
        {...form.getInputProps("name")}
      />
      <TextInput
        label={organizationSays.slugField}
        description={organizationSays.slugHint}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        leftSection={<span className={classes.prefix}>/o/</span>}
        leftSectionWidth={42}
        {...form.getInputProps("slug")}
      />
      <Refused refusal={refusal} />
      <div>
        <SubmitButton isBusy={isBusy} busy={says.saving}>
          {says.save}
        </SubmitButton>
      </div>
    </form>
  );
}
