import { refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { Confirmation } from "../ui/dialog.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { members } from "../words/members.ts";
import type { MemberDialogProps } from "./member-dialog.tsx";
import { refreshMembers } from "./queries.ts";
import { Steps } from "./steps.tsx";

const says = members.remove;

/** Takes a member out, after saying what that means. */
export function RemoveMember({ member, isOpen, onClose }: MemberDialogProps) {
  const { id: organizationId, name } = useOrganization();
  const remove = useMutation(
    trpc.member.remove.mutationOptions({
      onSuccess: async () => {
        onClose();
        notify(says.done(member.name));
        await refreshMembers(organizationId);
      },
    }),
  );
  return (
    <Confirmation
      says={{ ...says, title: says.title(member.name) }}
      isOpen={isOpen}
      isBusy={remove.isPending}
      onStay={onClose}
      onGo={() => remove.mutate({ organizationId, userId: member.userId })}
    >
      <Steps steps={says.steps(name)} />
      <Refused refusal={remove.error && refusalOf(remove.error)} />
    </Confirmation>
  );
}
