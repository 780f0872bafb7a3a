import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { lazy, Suspense } from "react";
import { PlusIcon } from "../ui/icons.tsx";
import { invitations } from "../words/invitations.ts";

const InviteDialog = lazy(async () => ({ default: (await import("./invite-dialog.tsx")).InviteDialog }));

/** The button that invites, and its dialog. */
export function InvitePeople() {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="filled" leftSection={<PlusIcon size={16} />} onClick={open}>
        {invitations.open}
      </Button>
      <Suspense>
        <InviteDialog isOpen={isOpen} onClose={close} />
      </Suspense>
    </>
  );
}
