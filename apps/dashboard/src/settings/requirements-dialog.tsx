import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { queryClient, trpc } from "../api/client.ts";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { organization as words } from "../words/organization.ts";
import { type RequirementPreview, type Requirements, refreshOrganization, requirementsOptions } from "./queries.ts";
import classes from "./settings.module.css";

const says = words.requirements;
const { ask } = says;

/** What would be saved, and whom it would concern. */
export interface Asked {
  readonly next: Requirements;
  readonly preview: RequirementPreview;
}

const KINDS = ["mfa", "sessionHours", "emailDomains", "addressRanges"] as const;

function Concerned({ preview: { members, affected, locksYouOut } }: { readonly preview: RequirementPreview }) {
  const concerned = KINDS.filter((kind) => affected[kind] > 0);
  return (
    <>
      {concerned.length === 0 ? (
        <p>{ask.nobody(members)}</p>
      ) : (
        <>
          <p>{ask.of(members)}</p>
          <ul className={classes.concerned}>
            {concerned.map((kind) => (
              <li key={kind}>{ask[kind](affected[kind])}</li>
            ))}
          </ul>
        </>
      )}
      {locksYouOut.length > 0 && (
        <p role="alert" className={classes.warning}>
          {ask.lockedOut}
        </p>
      )}
    </>
  );
}

interface RequirementsDialogProps {
  readonly organizationId: string;
  readonly asked: Asked | null;
  readonly onClose: () => void;
}

/** Says whom it concerns, and saves it. */
export function RequirementsDialog({ organizationId, asked, onClose }: RequirementsDialogProps) {
  const save = useMutation(
    trpc.organization.setRequirements.mutationOptions({
      onSuccess: async (saved) => {
        queryClient.setQueryData(requirementsOptions(organizationId).queryKey, saved);
        notify(says.saved);
        onClose();
        await refreshOrganization(organizationId);
      },
    }),
  );
  const onStay = () => {
    save.reset();
    onClose();
  };
  return (
    <Dialog title={ask.title} isOpen={asked !== null} onClose={onStay}>
      {asked !== null && <Concerned preview={asked.preview} />}
      <Refused refusal={save.error && refusalOf(save.error)} />
      <DialogActions>
        <Button onClick={onStay} data-autofocus>
          {ask.stay}
        </Button>
        {asked !== null && asked.preview.locksYouOut.length === 0 && (
          <SubmitButton
            type="button"
            isBusy={save.isPending}
            busy={ask.busy}
            onClick={() =>
              save.mutate({
                organizationId,
                ...asked.next,
                mfa: asked.next.mfa === "all" ? "all" : [...asked.next.mfa],
                emailDomains: [...asked.next.emailDomains],
                addressRanges: [...asked.next.addressRanges],
              })
            }
          >
            {ask.go}
          </SubmitButton>
        )}
      </DialogActions>
    </Dialog>
  );
}
