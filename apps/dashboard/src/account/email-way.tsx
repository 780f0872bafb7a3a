import { Button } from "@mantine/core";
import { useDisclosure, useSessionStorage } from "@mantine/hooks";
import { lazy } from "react";
import { isDevelopment } from "../development.ts";
import { Way } from "../factors/way.tsx";
import type { CurrentSession } from "../session/session.ts";
import { Dialog } from "../ui/dialog.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { TextButton } from "../ui/text-button.tsx";
import { words } from "../words.ts";
import classes from "./account.module.css";

const says = words.account.email;
const EmailForm = lazy(async () => ({ default: (await import("./email-form.tsx")).EmailForm }));

/** Where it does not fit on one line, it is parted at its sign. */
function Address({ email }: { readonly email: string }) {
  const at = email.lastIndexOf("@") + 1;
  return (
    <span>
      {email.slice(0, at)}
      <wbr />
      {email.slice(at)}
    </span>
  );
}

interface PendingProps {
  readonly email: string;
  readonly onHide: () => void;
}

const Pending = ({ email, onHide }: PendingProps) => (
  <div className={classes.pending} role="status">
    <p>{says.pending(email)}</p>
    {isDevelopment && (
      <LinkButton to="/dev/mail" search={{ filter: email }}>
        {words.checkMail.devMail}
      </LinkButton>
    )}
    <TextButton onClick={onHide}>{says.forget}</TextButton>
  </div>
);

/** The address, and the change of it that waits for the new one to confirm. */
export function EmailWay({ user }: { readonly user: CurrentSession["user"] }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  // The server tells nobody what waits: who asked here is reminded here.
  const key = `gatehouse-email-change-${user.id}`;
  const [pending, setPending, forget] = useSessionStorage<string>({ key, defaultValue: "" });
  return (
    <Way
      name={<Address email={user.email} />}
      says={says.hint}
      below={pending !== "" && pending !== user.email && <Pending email={pending} onHide={forget} />}
    >
      <Button aria-label={says.changeNamed} onClick={open}>
        {says.change}
      </Button>
      <Dialog title={says.changeTitle} isOpen={isOpen} onClose={close}>
        <EmailForm onSent={setPending} onClose={close} />
      </Dialog>
    </Way>
  );
}
