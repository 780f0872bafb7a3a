import { Dialog } from "../ui/dialog.tsx";
import { instance } from "../words/instance.ts";
import { DisablePerson, RevokeGrant, SignOutPerson } from "./closing-dialogs.tsx";
import { GrantForm } from "./grant-form.tsx";
import { ImpersonateForm } from "./impersonate-form.tsx";

const says = instance.acts;

/** What can be done about somebody's account, after a question or a form. */
export type Act = "impersonate" | "signOut" | "disable" | "grant" | "revoke";

/** Somebody, as far as these questions need it. */
export interface Subject {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly string[] | null;
}

export interface ActDialogProps {
  readonly act: Act;
  readonly person: Subject;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The question or form that comes before anything is done. */
export function ActDialog(props: ActDialogProps) {
  const { act, person, isOpen, onClose } = props;
  if (act === "signOut") return <SignOutPerson {...props} />;
  if (act === "disable") return <DisablePerson {...props} />;
  if (act === "revoke") return <RevokeGrant {...props} />;
  return (
    <Dialog title={says[act].title(person.name)} isOpen={isOpen} onClose={onClose}>
      {act === "grant" ? (
        <GrantForm person={person} onClose={onClose} />
      ) : (
        <ImpersonateForm person={person} onClose={onClose} />
      )}
    </Dialog>
  );
}
