import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { PlusIcon } from "../ui/icons.tsx";
import { keys as says } from "../words/keys.ts";
import { NewKeyDialog } from "./new-key-dialog.tsx";

/** The button that makes a key, and its dialog. */
export function NewKey() {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="filled" leftSection={<PlusIcon size={16} />} onClick={open}>
        {says.create}
      </Button>
      <NewKeyDialog isOpen={isOpen} onClose={close} />
    </>
  );
}
