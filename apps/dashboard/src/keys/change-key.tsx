import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { lazy } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { keys } from "../words/keys.ts";
import type { ApiKey } from "./queries.ts";

const says = keys.change;
const ChangeKeyForm = lazy(async () => ({ default: (await import("./change-key-form.tsx")).ChangeKeyForm }));

/** Gives a key another name, or other bounds. */
export function ChangeKey({ apiKey }: { readonly apiKey: ApiKey }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button aria-label={says.openNamed(apiKey.name)} onClick={open}>
        {says.open}
      </Button>
      <Dialog title={says.title(apiKey.name)} isOpen={isOpen} onClose={close}>
        <ChangeKeyForm apiKey={apiKey} onClose={close} />
      </Dialog>
    </>
  );
}
