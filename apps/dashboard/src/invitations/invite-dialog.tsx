import { lazy, useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { invitations } from "../words/invitations.ts";
import type { InviteReport as Report } from "./queries.ts";

const InviteReport = lazy(async () => ({ default: (await import("./invite-report.tsx")).InviteReport }));
const InviteForm = lazy(async () => ({ default: (await import("./invite-form.tsx")).InviteForm }));

interface InviteDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Invites people to the organization that it stands in, and reports what became of each address. */
export function InviteDialog({ isOpen, onClose }: InviteDialogProps) {
  const [report, setReport] = useState<Report | null>(null);
  const [wasOpen, setWasOpen] = useState(isOpen);
  // Each time anew: the report before was read.
  if (isOpen !== wasOpen) {
    setWasOpen(isOpen);
    if (isOpen) setReport(null);
  }
  return (
    <Dialog
      title={report === null ? invitations.invite.title : invitations.report.title}
      isOpen={isOpen}
      onClose={onClose}
    >
      {report === null ? (
        <InviteForm onReport={setReport} onClose={onClose} />
      ) : (
        <InviteReport report={report} onMore={() => setReport(null)} onClose={onClose} />
      )}
    </Dialog>
  );
}
