import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { trpc } from "../api/client.ts";
import { sentenceOf } from "../api/sentence.ts";
import { useOrganization } from "../session/organization.tsx";
import { Confirmation } from "../ui/dialog.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { invitations } from "../words/invitations.ts";
import classes from "./invitations.module.css";
import { type Invitation, refreshInvitations } from "./queries.ts";

const says = invitations;

function Revoke({ invitation: { id: invitationId, email } }: { readonly invitation: Invitation }) {
  const { id: organizationId } = useOrganization();
  const [isAsking, question] = useDisclosure(false);
  const revoke = useMutation(
    trpc.invitation.revoke.mutationOptions({
      onSuccess: async () => {
        question.close();
        notify(says.revoked(email));
        await refreshInvitations(organizationId);
      },
    }),
  );
  return (
    <>
      <Button variant="subtle" color="danger" aria-label={says.revokeNamed(email)} onClick={question.open}>
        {says.revoke}
      </Button>
      <Confirmation
        says={{ ...says.revokeAsk, title: says.revokeAsk.title(email) }}
        isOpen={isAsking}
        isBusy={revoke.isPending}
        onStay={question.close}
        onGo={() => revoke.mutate({ organizationId, invitationId })}
      >
        <p>{says.revokeAsk.explanation}</p>
        <Refused refusal={revoke.error && refusalOf(revoke.error)} />
      </Confirmation>
    </>
  );
}

/** What can be done with an invitation that waits. */
export function InvitationWays({ invitation }: { readonly invitation: Invitation }) {
  const { id: organizationId } = useOrganization();
  const { id: invitationId, email } = invitation;
  const resend = useMutation(
    trpc.invitation.resend.mutationOptions({
      onSuccess: async () => {
        notify(says.resent(email));
        await refreshInvitations(organizationId);
      },
      onError: (error) => notify(sentenceOf(refusalOf(error))),
    }),
  );
  return (
    <span className={classes.ways}>
      <SubmitButton
        type="button"
        variant="default"
        isBusy={resend.isPending}
        busy={says.resending}
        aria-label={says.resendNamed(email)}
        onClick={() => resend.mutate({ organizationId, invitationId })}
      >
        {says.resend}
      </SubmitButton>
      <Revoke invitation={invitation} />
    </span>
  );
}
