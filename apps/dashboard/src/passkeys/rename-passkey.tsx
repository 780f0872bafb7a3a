import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { lazy } from "react";
import type { PasskeyView } from "../factors/queries.ts";
import { Dialog } from "../ui/dialog.tsx";
import { factors } from "../words/factors.ts";

const says = factors.passkeys;
const RenameForm = lazy(async () => ({ default: (await import("./rename-form.tsx")).RenameForm }));

/** Names a passkey, so that its owner knows which one it is. */
export function RenamePasskey({ passkey }: { readonly passkey: PasskeyView }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="subtle" aria-label={says.renameNamed(passkey.name)} onClick={open}>
        {says.rename}
      </Button>
      <Dialog title={says.renameTitle} isOpen={isOpen} onClose={close}>
        <RenameForm passkey={passkey} onClose={close} />
      </Dialog>
    </>
  );
}
