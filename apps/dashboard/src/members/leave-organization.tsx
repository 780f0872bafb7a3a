import { type Refusal, refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { queryClient, trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { sessionOptions } from "../session/session.ts";
import { Confirmation } from "../ui/dialog.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { members } from "../words/members.ts";
import type { MemberDialogProps } from "./member-dialog.tsx";
import { memberListOptions } from "./queries.ts";
import { Steps } from "./steps.tsx";

const says = members.leave;

/** The only owner is told the way out, which depends on whether anybody else is there. */
function explained(refusal: Refusal, organizationId: string): Refusal {
  if (refusal.appCode !== "member.last_owner") return refusal;
  const pages = queryClient.getQueryData(memberListOptions(organizationId).queryKey)?.pages ?? [];
  const isAlone = pages.flatMap(({ items }) => items).length < 2;
  return { ...refusal, message: isAlone ? says.lastAlone : says.lastOwner };
}

/** Takes the person themselves out of the organization. */
export function LeaveOrganization({ isOpen, onClose }: MemberDialogProps) {
  const { id: organizationId, name } = useOrganization();
  const navigate = useNavigate();
  const leave = useMutation(
    trpc.organization.leave.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: "/security" });
        await queryClient.refetchQueries({ queryKey: sessionOptions().queryKey });
        notify(says.done(name));
      },
    }),
  );
  return (
    <Confirmation
      says={{ ...says, title: says.title(name) }}
      isOpen={isOpen}
      isBusy={leave.isPending}
      onStay={onClose}
      onGo={() => leave.mutate({ organizationId })}
    >
      <Steps steps={says.steps} />
      <Refused refusal={leave.error && explained(refusalOf(leave.error), organizationId)} />
    </Confirmation>
  );
}
