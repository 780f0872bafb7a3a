import { refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { Confirmation } from "../ui/dialog.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { members } from "../words/members.ts";
import type { MemberDialogProps } from "./member-dialog.tsx";
import { Steps } from "./steps.tsx";

const says = members.reset;

/** Has the second factors of a member removed, in a day in which that person may object. */
export function ResetFactors({ member, isOpen, onClose }: MemberDialogProps) {
  const { id: organizationId } = useOrganization();
  const reset = useMutation(
    trpc.member.resetFactors.mutationOptions({
      onSuccess: () => {
        onClose();
        notify(says.done(member.name));
      },
    }),
  );
  return (
    <Confirmation
      says={{ ...says, title: says.title(member.name) }}
      isOpen={isOpen}
      isBusy={reset.isPending}
      onStay={onClose}
      onGo={() => reset.mutate({ organizationId, userId: member.userId })}
    >
      <Steps steps={says.steps} />
      <p>{says.only}</p>
      <Refused refusal={reset.error && refusalOf(reset.error)} />
    </Confirmation>
  );
}
