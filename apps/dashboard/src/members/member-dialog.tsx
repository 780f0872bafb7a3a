import { Dialog } from "../ui/dialog.tsx";
import { members } from "../words/members.ts";
import type { MemberAct } from "./acts.ts";
import { ChangeRoleForm } from "./change-role-form.tsx";
import { LeaveOrganization } from "./leave-organization.tsx";
import type { Member } from "./queries.ts";
import { RemoveMember } from "./remove-member.tsx";
import { ResetFactors } from "./reset-factors.tsx";

export interface MemberDialogProps {
  readonly member: Member;
  readonly what: MemberAct;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The question or form that comes before anything is done with a member. */
export function MemberDialog(props: MemberDialogProps) {
  const { member, what, isOpen, onClose } = props;
  if (what === "remove") return <RemoveMember {...props} />;
  if (what === "reset") return <ResetFactors {...props} />;
  if (what === "leave") return <LeaveOrganization isOpen={isOpen} onClose={onClose} />;
  return (
    <Dialog title={members.change.title(member.name)} isOpen={isOpen} onClose={onClose}>
      <ChangeRoleForm member={member} onClose={onClose} />
    </Dialog>
  );
}
