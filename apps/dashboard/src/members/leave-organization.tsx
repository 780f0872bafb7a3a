import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { queryClient, trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { sessionOptions } from "../session/session.ts";
import { Confirmation, Dialog, DialogActions } from "../ui/dialog.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { members } from "../words/members.ts";
import { Steps } from "./steps.tsx";
import { useSoleOwner } from "./use-sole-owner.ts";

const says = members.leave;

interface LeaveOrganizationProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The only owner is told why not, and the way out, which depends on whether anybody else is there. */
function CannotLeave({ isOpen, onClose, isAlone }: LeaveOrganizationProps & { readonly isAlone: boolean }) {
  const { name, slug } = useOrganization();
  return (
    <Dialog title={says.title(name)} isOpen={isOpen} onClose={onClose}>
      <p>{isAlone ? says.lastAlone : says.lastOwner}</p>
      <DialogActions>
        <Button onClick={onClose} data-autofocus>
          {says.stay}
        </Button>
        <LinkButton to="/o/$slug/settings" params={{ slug }} hash="danger" variant="filled">
          {says.way}
        </LinkButton>
      </DialogActions>
    </Dialog>
  );
}

/** Takes the person themselves out of the organization. */
export function LeaveOrganization({ isOpen, onClose }: LeaveOrganizationProps) {
  const { id: organizationId, name } = useOrganization();
  const { isSole, isAlone } = useSoleOwner();
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
  if (isSole) return <CannotLeave isOpen={isOpen} onClose={onClose} isAlone={isAlone} />;
  return (
    <Confirmation
      says={{ ...says, title: says.title(name) }}
      isOpen={isOpen}
      isBusy={leave.isPending}
      onStay={onClose}
      onGo={() => leave.mutate({ organizationId })}
    >
      <Steps steps={says.steps} />
      <Refused refusal={leave.error && refusalOf(leave.error)} />
    </Confirmation>
  );
}
