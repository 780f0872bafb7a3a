import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useSoleOwner } from "../members/use-sole-owner.ts";
import { Dialog } from "../ui/dialog.tsx";
import { members } from "../words/members.ts";
import { organization as words } from "../words/organization.ts";
import type { Organization } from "./queries.ts";
import classes from "./settings.module.css";

const says = words.danger;
const TransferForm = lazy(async () => ({ default: (await import("./transfer-form.tsx")).TransferForm }));
const DeleteForm = lazy(async () => ({ default: (await import("./delete-form.tsx")).DeleteForm }));
const LeaveOrganization = lazy(async () => ({
  default: (await import("../members/leave-organization.tsx")).LeaveOrganization,
}));

interface LineProps {
  readonly says: { readonly name: string; readonly hint: string; readonly open: string };
  /** Absent where it cannot be done; the hint says why. */
  readonly onOpen?: () => void;
}

/** A line with a grave button. */
const Line = ({ says: { name, hint, open }, onOpen }: LineProps) => (
  <div className={classes.row}>
    <div className={classes.words}>
      <h3 className={classes.term}>{name}</h3>
      <p className={classes.hint}>{hint}</p>
    </div>
    {onOpen && (
      <Button color="danger" aria-label={name} onClick={onOpen}>
        {open}
      </Button>
    )}
  </div>
);

interface GraveProps {
  readonly says: LineProps["says"];
  readonly title: string;
  readonly children: (onClose: () => void) => ReactNode;
}

/** The same, and the dialog that it opens. */
function Grave({ says: line, title, children }: GraveProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <li>
      <Line says={line} onOpen={open} />
      <Dialog title={title} isOpen={isOpen} onClose={close}>
        {children(close)}
      </Dialog>
    </li>
  );
}

/** Leaving, for everybody but the only owner, who reads why not and what comes first. */
function Leave() {
  const sole = useSoleOwner();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [wasOpened, setOpened] = useState(false);
  const onOpen = () => {
    setOpened(true);
    open();
  };
  const { lastOwner, lastAlone } = members.leave;
  if (sole === "sole" || sole === "alone") {
    return (
      <li>
        <Line says={{ ...says.leave, hint: sole === "alone" ? lastAlone : lastOwner }} />
      </li>
    );
  }
  return (
    <li>
      <Line says={says.leave} onOpen={onOpen} />
      <Suspense>{wasOpened && <LeaveOrganization isOpen={isOpen} onClose={close} />}</Suspense>
    </li>
  );
}

interface DangerProps {
  readonly organization: Organization;
  /** Owners hand it over, and give it up. */
  readonly mayDelete: boolean;
}

/** Leaving the organization, handing it over, and giving it up. */
export const Danger = ({ organization, mayDelete }: DangerProps) => (
  <ul>
    <Leave />
    {mayDelete && (
      <>
        <Grave says={says.transfer} title={says.transfer.title(organization.name)}>
          {(onClose) => <TransferForm organizationId={organization.id} onClose={onClose} />}
        </Grave>
        <Grave says={says.delete} title={says.delete.title(organization.name)}>
          {(onClose) => <DeleteForm organization={organization} onClose={onClose} />}
        </Grave>
      </>
    )}
  </ul>
);
