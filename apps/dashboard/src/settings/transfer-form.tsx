import { Button } from "@mantine/core";
import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { MemberPicker } from "../members/member-picker.tsx";
import { memberOptions, memberPickOptions } from "../members/queries.ts";
import { useSession } from "../session/session.ts";
import { DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { organization as words } from "../words/organization.ts";
import { refreshOrganization } from "./queries.ts";
import classes from "./settings.module.css";

const says = words.danger.transfer;
const schema = z.strictObject({ userId: z.string().min(1, says.missing) });

interface TransferFormProps {
  readonly organizationId: string;
  readonly onClose: () => void;
}

/** Asks who is to be the owner. */
export function TransferForm({ organizationId, onClose }: TransferFormProps) {
  const myId = useSession()?.user.id;
  const { data } = useSuspenseQuery(memberPickOptions(organizationId, {}));
  const isAlone = data.nextCursor === null && data.items.every(({ userId }) => userId === myId);
  const transfer = useMutation(trpc.organization.transferOwnership.mutationOptions());
  const send = async ({ userId }: { userId: string }) => {
    await transfer.mutateAsync({ organizationId, userId });
    notify(says.done(chosen?.name ?? userId));
    onClose();
    await refreshOrganization(organizationId);
  };
  const initialValues: Record<"userId", string> = { userId: "" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  const { userId } = form.values;
  const { data: chosen } = useQuery({ ...memberOptions(organizationId, userId), enabled: userId !== "" });
  if (isAlone) return <p>{says.nobody}</p>;
  return (
    <form {...formProps}>
      <ol className={classes.steps}>
        {says.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <DialogFields>
        <MemberPicker
          label={says.to}
          description={chosen?.email ?? says.find}
          among={{ except: myId }}
          data-autofocus
          autoFocus
          {...form.getInputProps("userId")}
          value={userId}
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
