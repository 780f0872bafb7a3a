import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { queryClient, trpc } from "../api/client.ts";
import { useOrganization } from "../session/organization.tsx";
import { sessionOptions } from "../session/session.ts";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { members } from "../words/members.ts";
import { words } from "../words.ts";
import { Steps } from "./steps.tsx";
import { useSoleOwner } from "./use-sole-owner.ts";

const says = members.leave;

interface LeavingProps {
  readonly onClose: () => void;
}

const Stay = ({ onClose }: LeavingProps) => (
  <Button onClick={onClose} autoFocus data-autofocus>
    {says.stay}
  </Button>
);

/** The only owner is told why not, and the way out, which depends on whether anybody else is there. */
function CannotLeave({ onClose, isAlone }: LeavingProps & { readonly isAlone: boolean }) {
  const { slug } = useOrganization();
  return (
    <>
      <p>{isAlone ? says.lastAlone : says.lastOwner}</p>
      <DialogActions>
        <Stay onClose={onClose} />
        <LinkButton to="/o/$slug/settings" params={{ slug }} hash="danger" variant="filled">
          {says.way}
        </LinkButton>
      </DialogActions>
    </>
  );
}

function Leaving({ onClose }: LeavingProps) {
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
    <>
      <Steps steps={says.steps} />
      <Refused refusal={leave.error && refusalOf(leave.error)} />
      <DialogActions>
        <Stay onClose={onClose} />
        <SubmitButton
          type="button"
          color="danger"
          isBusy={leave.isPending}
          busy={says.busy}
          onClick={() => leave.mutate({ organizationId })}
        >
          {says.go}
        </SubmitButton>
      </DialogActions>
    </>
  );
}

/** Takes the person themselves out of the organization. */
export function LeaveOrganization({ isOpen, onClose }: LeavingProps & { readonly isOpen: boolean }) {
  const { name } = useOrganization();
  const sole = useSoleOwner();
  return (
    <Dialog title={says.title(name)} isOpen={isOpen} onClose={onClose}>
      {sole === undefined && <p role="status">{words.common.loading}</p>}
      {sole === "none" && <Leaving onClose={onClose} />}
      {(sole === "sole" || sole === "alone") && <CannotLeave onClose={onClose} isAlone={sole === "alone"} />}
    </Dialog>
  );
}
