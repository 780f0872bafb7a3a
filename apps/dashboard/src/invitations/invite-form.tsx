import { Button, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { onField } from "../api/field-error.ts";
import { RoleField } from "../members/role-field.tsx";
import { useOrganization } from "../session/organization.tsx";
import { DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { invitations } from "../words/invitations.ts";
import { words } from "../words.ts";
import { addressesIn } from "./addresses.ts";
import { type InviteReport, refreshInvitations } from "./queries.ts";

const says = invitations.invite;
const MOST = 100;
const schema = z.strictObject({
  addresses: z
    .string()
    .refine((text) => addressesIn(text).length > 0, says.noAddress)
    .refine((text) => addressesIn(text).length <= MOST, says.tooMany(MOST)),
  role: z.string().min(1),
});

interface Invited extends Record<string, string> {
  readonly addresses: string;
  readonly role: string;
}

interface InviteFormProps {
  readonly onReport: (report: InviteReport) => void;
  readonly onClose: () => void;
}

/** Asks whom to invite, by as many addresses as are pasted, and as what. */
export function InviteForm({ onReport, onClose }: InviteFormProps) {
  const { id: organizationId } = useOrganization();
  const invite = useMutation(trpc.invitation.createMany.mutationOptions());
  const send = async ({ addresses, role }: Invited) => {
    const emails = [...addressesIn(addresses)];
    const { report } = await invite.mutateAsync({ organizationId, emails, role }).catch((error: unknown) => {
      throw onField(error, { emails: "addresses" });
    });
    await refreshInvitations(organizationId);
    onReport(report);
  };
  const initialValues: Invited = { addresses: "", role: "member" };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  return (
    <form {...formProps}>
      <DialogFields>
        <p>{says.explanation}</p>
        <Textarea
          label={says.addresses}
          description={says.addressesHint}
          rows={5}
          data-autofocus
          autoFocus
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          {...form.getInputProps("addresses")}
        />
        <RoleField label={says.role} {...form.getInputProps("role")} />
        <Refused refusal={refusal} />
      </DialogFields>
      <DialogActions>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <SubmitButton isBusy={isBusy} busy={says.busy}>
          {says.submit(addressesIn(form.values.addresses).length)}
        </SubmitButton>
      </DialogActions>
    </form>
  );
}
