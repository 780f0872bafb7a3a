import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { lazy } from "react";
import { Way } from "../factors/way.tsx";
import type { CurrentSession } from "../session/session.ts";
import { Dialog } from "../ui/dialog.tsx";
import { words } from "../words.ts";

const says = words.account.leave;
const DeleteForm = lazy(async () => ({ default: (await import("./delete-form.tsx")).DeleteForm }));

/** Leaving for good, after a question and seven days. */
export function DeleteWay({ user }: { readonly user: CurrentSession["user"] }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <Way name={says.name} says={says.hint}>
      <Button color="danger" aria-label={says.name} onClick={open}>
        {says.open}
      </Button>
      <Dialog title={says.ask} isOpen={isOpen} onClose={close}>
        <DeleteForm email={user.email} onClose={close} />
      </Dialog>
    </Way>
  );
}
