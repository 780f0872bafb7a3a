import { TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { useFieldForm } from "../ui/field-form.ts";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { instance } from "../words/instance.ts";
import classes from "./instance.module.css";
import { plainly } from "./plainly.ts";
import { type OneOrganization, refreshInstance } from "./queries.ts";

const says = instance.organization.limit;
const MOST = 1_000_000;

const isLimit = (text: string): boolean => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MOST;
const schema = z.strictObject({
  memberLimit: z
    .string()
    .trim()
    .refine((text) => text === "" || isLimit(text), says.wrong),
});

/** How many members an organization may have; nothing for as many as it likes. */
export function LimitForm({ organization: { id: organizationId, memberLimit } }: { organization: OneOrganization }) {
  const limit = useMutation(trpc.instance.setMemberLimit.mutationOptions());
  const send = async ({ memberLimit: text }: { memberLimit: string }) => {
    const next = text.trim() === "" ? null : Number(text);
    await limit.mutateAsync({ organizationId, memberLimit: next });
    notify(says.done(next));
    await refreshInstance();
  };
  const initialValues: Record<"memberLimit", string> = { memberLimit: memberLimit?.toString() ?? "" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form className={classes.form} {...formProps}>
      <TextInput
        label={says.label}
        description={says.hint}
        inputMode="numeric"
        autoComplete="off"
        {...form.getInputProps("memberLimit")}
      />
      <Refused refusal={plainly(refusal)} />
      <SubmitButton isBusy={isBusy} busy={says.busy}>
        {says.submit}
      </SubmitButton>
    </form>
  );
}
