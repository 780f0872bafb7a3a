import { nameInput } from "@gatehouse/auth";
import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { keys as says } from "../words/keys.ts";
import { words } from "../words.ts";
import classes from "./keys.module.css";
import { refreshKeys } from "./queries.ts";

const schema = z.strictObject({
  name: nameInput,
  days: z.string().refine((text) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 365, says.daysWrong),
});

interface ChoiceProps {
  readonly chosen: ReadonlySet<string>;
  readonly error: string | null;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

/** What the person may do themselves: nobody gives a key what they lack. */
function Choice({ chosen, error, onChoose }: ChoiceProps) {
  const { permissions } = useOrganization();
  const { data: groups = [] } = useQuery(trpc.access.catalogue.queryOptions());
  const sentences = new Map(groups.flatMap((group) => group.permissions).map((one) => [one.permission, one.says]));
  const toggle = (permission: string) => {
    const next = new Set(chosen);
    if (!next.delete(permission)) next.add(permission);
    onChoose(next);
  };
  return (
    <fieldset className={classes.choice}>
      <legend>{says.may}</legend>
      {permissions.map((permission) => (
        <label key={permission}>
          <input type="checkbox" checked={chosen.has(permission)} onChange={() => toggle(permission)} />
          <span>{sentences.get(permission) ?? permission}</span>
        </label>
      ))}
      <p role="alert">{error}</p>
    </fieldset>
  );
}

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
  const send = async ({ name, days }: { name: string; days: string }) => {
    setMissing(chosen.size === 0);
    if (chosen.size === 0) return;
    const input = { organizationId, name, expiresInDays: Number(days), permissions: [...chosen] };
    onMade((await create.mutateAsync(input)).key);
    await refreshKeys();
  };
  const initialValues: Record<"name" | "days", string> = { name: "", days: "90" };
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
        <Choice chosen={chosen} error={missing && chosen.size === 0 ? says.mayMissing : null} onChoose={setChosen} />
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
