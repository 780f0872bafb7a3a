import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { goOnActing } from "../session/acting.ts";
import { DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { instance } from "../words/instance.ts";
import { words } from "../words.ts";
import type { Subject } from "./act-dialog.tsx";
import classes from "./instance.module.css";
import { plainly } from "./plainly.ts";

const says = instance.acts.impersonate;
const [LEAST_REASON, MOST_REASON, MOST_MINUTES] = [10, 500, 60];

const schema = z.strictObject({
  reason: z.string().trim().min(LEAST_REASON, says.reasonWrong).max(MOST_REASON, says.reasonWrong),
  minutes: z
    .string()
    .trim()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_MINUTES, says.minutesWrong),
});

interface ImpersonateFormProps {
  readonly person: Subject;
  readonly onClose: () => void;
}

/** Asks why and for how long, and goes on as the other person. */
export function ImpersonateForm({ person: { id: userId }, onClose }: ImpersonateFormProps) {
  const impersonate = useMutation(trpc.instance.impersonate.mutationOptions());
  const send = async ({ reason, minutes }: { reason: string; minutes: string }) => {
    await impersonate.mutateAsync({ userId, reason, minutes: Number(minutes) });
    goOnActing();
  };
  const initialValues: Record<"reason" | "minutes", string> = { reason: "", minutes: "30" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form {...formProps}>
      <ol className={classes.steps}>
        {says.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <DialogFields>
        <Textarea
          label={says.reason}
          description={says.reasonHint}
          rows={2}
          data-autofocus
          {...form.getInputProps("reason")}
        />
        <TextInput label={says.minutes} inputMode="numeric" autoComplete="off" {...form.getInputProps("minutes")} />
        <Refused refusal={plainly(refusal)} />
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
