import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { lazy, type ReactNode } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { organization as words } from "../words/organization.ts";
import type { Organization } from "./queries.ts";
import classes from "./settings.module.css";

const says = words.danger;
const TransferForm = lazy(async () => ({ default: (await import("./transfer-form.tsx")).TransferForm }));
const DeleteForm = lazy(async () => ({ default: (await import("./delete-form.tsx")).DeleteForm }));

interface GraveProps {
  readonly says: { readonly name: string; readonly hint: string; readonly open: string };
  readonly title: string;
  readonly children: (onClose: () => void) => ReactNode;
}

/** A line with a grave button, and the dialog that it opens. */
function Grave({ says: { name, hint, open: label }, title, children }: GraveProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <h3 className={classes.term}>{name}</h3>
        <p className={classes.hint}>{hint}</p>
      </div>
      <Button color="danger" aria-label={name} onClick={open}>
        {label}
      </Button>
      <Dialog title={title} isOpen={isOpen} onClose={close}>
        {children(close)}
      </Dialog>
    </li>
  );
}

/** Handing the organization over, and giving it up. */
export const Danger = ({ organization }: { readonly organization: Organization }) => (
  <ul>
    <Grave says={says.transfer} title={says.transfer.title(organization.name)}>
      {(onClose) => <TransferForm organizationId={organization.id} onClose={onClose} />}
    </Grave>
    <Grave says={says.delete} title={says.delete.title(organization.name)}>
      {(onClose) => <DeleteForm organization={organization} onClose={onClose} />}
    </Grave>
  </ul>
);
