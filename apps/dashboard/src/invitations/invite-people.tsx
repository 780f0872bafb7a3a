import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { PlusIcon } from "../ui/icons.tsx";
import { invitations } from "../words/invitations.ts";
import { InviteDialog } from "./invite-dialog.tsx";

/** The button that invites, and its dialog. */
export function InvitePeople() {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="filled" leftSection={<PlusIcon size={16} />} onClick={open}>
        {invitations.open}
      </Button>
      <InviteDialog isOpen={isOpen} onClose={close} />
    </>
  );
}
