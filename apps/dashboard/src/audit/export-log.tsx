import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { lazy } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { audit } from "../words/audit.ts";
import type { AuditSearch } from "./audit-search.ts";

const says = audit.copies;
const ExportForm = lazy(async () => ({ default: (await import("./export-form.tsx")).ExportForm }));

/** Takes a copy of the log. */
export function ExportLog({ search }: { readonly search: AuditSearch }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button onClick={open}>{says.open}</Button>
      <Dialog title={says.title} isOpen={isOpen} onClose={close}>
        <ExportForm search={search} onClose={close} />
      </Dialog>
    </>
  );
}
