import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { lazy, useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { PlusIcon } from "../ui/icons.tsx";
import { invitations } from "../words/invitations.ts";
import type { InviteReport as Report } from "./queries.ts";

const InviteReport = lazy(async () => ({ default: (await import("./invite-report.tsx")).InviteReport }));
const InviteForm = lazy(async () => ({ default: (await import("./invite-form.tsx")).InviteForm }));

/** The button that invites, its form, and the report on what became of each address. */
export function InvitePeople() {
  const [isOpen, dialog] = useDisclosure(false);
  const [report, setReport] = useState<Report | null>(null);
  const open = () => {
    setReport(null);
    dialog.open();
  };
  return (
    <>
      <Button variant="filled" leftSection={<PlusIcon size={16} />} onClick={open}>
        {invitations.open}
      </Button>
      <Dialog
        title={report === null ? invitations.invite.title : invitations.report.title}
        isOpen={isOpen}
        onClose={dialog.close}
      >
        {report === null ? (
          <InviteForm onReport={setReport} onClose={dialog.close} />
        ) : (
          <InviteReport report={report} onMore={() => setReport(null)} onClose={dialog.close} />
        )}
      </Dialog>
    </>
  );
}
