import { refusalOf } from "@gatehouse/auth/react";
import { Textarea } from "@mantine/core";
import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { access } from "../words/access.ts";
import classes from "./access.module.css";
import { ownRequestOptions, refreshRequests } from "./queries.ts";

const says = access.ask;
const MAX_NOTE = 500;
const schema = z.strictObject({ note: z.string().trim().max(MAX_NOTE) });

function Waiting({ accessRequestId }: { readonly accessRequestId: string }) {
  const { id: organizationId } = useOrganization();
  const withdraw = useMutation(
    trpc.accessRequest.withdraw.mutationOptions({
      onSuccess: async () => {
        notify(says.withdrawn);
        await refreshRequests(organizationId);
      },
    }),
  );
  return (
    <div className={classes.ask}>
      <p>{says.waiting}</p>
      <Refused refusal={withdraw.error && refusalOf(withdraw.error)} />
      <SubmitButton
        type="button"
        variant="default"
        isBusy={withdraw.isPending}
        busy={says.withdrawing}
        onClick={() => withdraw.mutate({ organizationId, accessRequestId })}
      >
        {says.withdraw}
      </SubmitButton>
    </div>
  );
}

/** Asks the owners for a permission, with a reason; or says that it was asked for already. */
export function AskForIt({ permission }: { readonly permission: string }) {
  const { id: organizationId } = useOrganization();
  const { data } = useSuspenseQuery(ownRequestOptions(organizationId));
  const ask = useMutation(trpc.accessRequest.create.mutationOptions());
  const send = async ({ note }: { note: string }) => {
    const { status } = await ask.mutateAsync({ organizationId, permission, ...(note.trim() !== "" && { note }) });
    notify(status === "held" ? says.held : says.sent);
    await refreshRequests(organizationId);
  };
  const initialValues: Record<"note", string> = { note: "" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  const waiting = data.items.find((each) => each.permission === permission);
  if (waiting) return <Waiting accessRequestId={waiting.id} />;
  return (
    <form {...formProps} className={classes.ask}>
      <h3>{says.title}</h3>
      <Textarea label={says.note} description={says.noteHint} rows={3} {...form.getInputProps("note")} />
      <Refused refusal={refusal} />
      <SubmitButton isBusy={isBusy} busy={says.busy}>
        {says.submit}
      </SubmitButton>
    </form>
  );
}
