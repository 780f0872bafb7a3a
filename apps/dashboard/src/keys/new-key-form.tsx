import { nameInput } from "@gatehouse/auth";
import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import "../ui/boxes.css";
import { DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { keys as says } from "../words/keys.ts";
import { words } from "../words.ts";
import { rangesIn } from "./key-change.ts";
import { KeyChoice } from "./key-choice.tsx";
import { refreshKeys } from "./queries.ts";

const schema = z.strictObject({
  name: nameInput,
  days: z.string().refine((text) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 365, says.daysWrong),
  ipRanges: z.string(),
});

type Values = Record<"name" | "days" | "ipRanges", string>;

interface NewKeyFormProps {
  readonly onMade: (key: string) => void;
  readonly onClose: () => void;
}

/** Asks what a key is for, what it may do, and for how long. */
export function NewKeyForm({ onMade, onClose }: NewKeyFormProps) {
  const { id: organizationId } = useOrganization();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [missing, setMissing] = useState(false);
  const create = useMutation(trpc.apiKey.create.mutationOptions());
  const send = async ({ name, days, ipRanges }: Values) => {
    setMissing(chosen.size === 0);
    if (chosen.size === 0) return;
    const terms = { expiresInDays: Number(days), permissions: [...chosen], ipRanges: rangesIn(ipRanges) };
    onMade((await create.mutateAsync({ organizationId, name, ...terms })).key);
    await refreshKeys();
  };
  const initialValues: Values = { name: "", days: "90", ipRanges: "" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form {...formProps}>
      <DialogFields>
        <TextInput
          label={says.name}
          description={says.nameHint}
          autoComplete="off"
          data-autofocus
          autoFocus
          {...form.getInputProps("name")}
        />
        <TextInput label={says.days} inputMode="numeric" {...form.getInputProps("days")} />
        <KeyChoice chosen={chosen} error={missing && chosen.size === 0 ? says.mayMissing : null} onChoose={setChosen} />
        <Textarea
          label={says.ranges}
          description={says.rangesHint}
          rows={2}
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
