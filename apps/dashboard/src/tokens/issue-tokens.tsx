import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { lazy, useState } from "react";
import { refreshSessions } from "../sessions/queries.ts";
import { Dialog } from "../ui/dialog.tsx";
import { tokens } from "../words/tokens.ts";
import type { Issued } from "./issue-form.tsx";

const says = tokens;
const IssueForm = lazy(async () => ({ default: (await import("./issue-form.tsx")).IssueForm }));
const IssuedTokens = lazy(async () => ({ default: (await import("./issue-form.tsx")).IssuedTokens }));

/** Gives a client that is not a browser tokens of its own, shown this once. */
export function IssueTokens() {
  const [isOpen, { open, close }] = useDisclosure(false);
  const [issued, setIssued] = useState<Issued | null>(null);
  const onClose = () => {
    close();
    setIssued(null);
    void refreshSessions();
  };
  return (
    <>
      <Button onClick={open}>{says.issue}</Button>
      <Dialog
        title={issued === null ? says.newTitle : says.shownTitle}
        isOpen={isOpen}
        onClose={onClose}
        isKept={issued !== null}
      >
        {issued === null ? (
          <IssueForm onIssued={setIssued} onClose={onClose} />
        ) : (
          <IssuedTokens issued={issued} onClose={onClose} />
        )}
      </Dialog>
    </>
  );
}
