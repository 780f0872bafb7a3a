import { lazy, useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { keys as says } from "../words/keys.ts";
import { ShownKey } from "./shown-key.tsx";

const NewKeyForm = lazy(async () => ({ default: (await import("./new-key-form.tsx")).NewKeyForm }));

interface NewKeyDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks for what a new key may do, and shows the key this once: to whoever closed the form while it was being made, too. */
export function NewKeyDialog({ isOpen, onClose }: NewKeyDialogProps) {
  const [made, setMade] = useState<string | null>(null);
  const close = () => {
    setMade(null);
    onClose();
  };
  return (
    <Dialog
      title={made === null ? says.newTitle : says.shownTitle}
      isOpen={isOpen || made !== null}
      onClose={close}
      isKept={made !== null}
    >
      {made === null ? <NewKeyForm onMade={setMade} onClose={close} /> : <ShownKey text={made} onClose={close} />}
    </Dialog>
  );
}
