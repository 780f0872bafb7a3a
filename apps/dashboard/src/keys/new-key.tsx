import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { lazy, useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { PlusIcon } from "../ui/icons.tsx";
import { keys as says } from "../words/keys.ts";
import { ShownKey } from "./shown-key.tsx";

const NewKeyForm = lazy(async () => ({ default: (await import("./new-key-form.tsx")).NewKeyForm }));

/** Makes a key, and shows it this once. */
export function NewKey() {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [made, setMade] = useState<string | null>(null);
  const onClose = () => {
    close();
    setMade(null);
  };
  return (
    <>
      <Button variant="filled" leftSection={<PlusIcon size={16} />} onClick={open}>
        {says.create}
      </Button>
      <Dialog
        title={made === null ? says.newTitle : says.shownTitle}
        isOpen={isOpen}
        onClose={onClose}
        isKept={made !== null}
      >
        {made === null ? <NewKeyForm onMade={setMade} onClose={onClose} /> : <ShownKey text={made} onClose={onClose} />}
      </Dialog>
    </>
  );
}
