import { nameInput } from "@gatehouse/auth";
import { NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { queryClient, trpc } from "../api/client.ts";
import { type CurrentSession, sessionOptions } from "../session/session.ts";
import { useFieldForm } from "../ui/field-form.ts";
import { ChevronIcon } from "../ui/icons.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { words } from "../words.ts";
import classes from "./account.module.css";

const says = words.account.profile;
const LOCALES = ["en", "de"] as const;
const schema = z.strictObject({ name: nameInput, locale: z.enum(LOCALES) });
const choices = LOCALES.map((value) => ({ value, label: says.locales[value] }));

type Locale = (typeof LOCALES)[number];
interface Profile extends Record<string, string> {
  readonly name: string;
  readonly locale: Locale;
}

/** What the person is called, and in which language they read. */
export function ProfileForm({ user }: { readonly user: CurrentSession["user"] }) {
  const update = useMutation(trpc.account.updateProfile.mutationOptions());
  const send = async ({ name, locale }: Profile) => {
    await update.mutateAsync({ name, locale });
    await queryClient.invalidateQueries({ queryKey: sessionOptions().queryKey });
    notify(says.saved);
  };
  const initialValues: Profile = { name: user.name, locale: user.locale as Locale };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form {...formProps} className={classes.form}>
      <TextInput label={says.name} description={says.nameHint} autoComplete="name" {...form.getInputProps("name")} />
      <NativeSelect
        label={says.locale}
        description={says.localeHint}
        size="md"
        data={choices}
        rightSection={<ChevronIcon size={16} />}
        {...form.getInputProps("locale")}
      />
      <Refused refusal={refusal} />
      <SubmitButton isBusy={isBusy} busy={says.saving}>
        {says.save}
      </SubmitButton>
    </form>
  );
}
