import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { DialogActions, DialogFields } from "../ui/dialog.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { members } from "../words/members.ts";
import { words } from "../words.ts";
import type { MemberDialogProps } from "./member-dialog.tsx";
import { refreshMembers } from "./queries.ts";
import { useRoleChoices, useRoles } from "./role-choices.ts";
import { RoleField } from "./role-field.tsx";

const says = members.change;
const schema = z.strictObject({ role: z.string().min(1) });

/** Gives a member another role. */
export function ChangeRoleForm({ member, onClose }: Omit<MemberDialogProps, "isOpen" | "what">) {
  const { id: organizationId } = useOrganization();
  const choices = useRoleChoices();
  const roles = useRoles();
  const change = useMutation(trpc.member.changeRole.mutationOptions());
  const send = async ({ role }: { role: string }) => {
    await change.mutateAsync({ organizationId, userId: member.userId, role });
    await refreshMembers(organizationId);
    onClose();
    notify(says.done(member.name, choices.find(({ value }) => value === role)?.label ?? role));
  };
  const initialValues: Record<"role", string> = { role: member.role };
  const { form, isBusy, refusal, formProps } = useFieldForm({ initialValues, schema, send });
  const isGuarded = roles.some(({ key, guarded }) => key === form.values.role && guarded);
  const isWarned = isGuarded && !member.mfa;
  return (
    <form {...formProps}>
      <DialogFields>
        <p>{says.explanation}</p>
        <RoleField
          label={members.roleField}
          data-autofocus
          autoFocus
          description={<span role="status">{isWarned && says.guarded}</span>}
          {...form.getInputProps("role")}
        />
        <Refused refusal={refusal} />
      </DialogFields>
      <DialogActions>
        <Button onClick={onClose}>{words.common.cancel}</Button>
        <SubmitButton isBusy={isBusy} busy={says.busy} disabled={form.values.role === member.role}>
          {says.submit}
        </SubmitButton>
      </DialogActions>
    </form>
  );
}
