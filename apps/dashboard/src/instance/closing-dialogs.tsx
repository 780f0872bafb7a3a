import { refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { trpc } from "../api/client.ts";
import { Confirmation, DialogFields } from "../ui/dialog.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { instance } from "../words/instance.ts";
import type { ActDialogProps } from "./act-dialog.tsx";
import { plainly } from "./plainly.ts";
import { refreshInstance } from "./queries.ts";

const says = instance.acts;

interface QuestionProps extends Omit<ActDialogProps, "act"> {
  readonly words: typeof says.signOut | typeof says.disable | typeof says.revoke;
  /** What it is about, as it goes. */
  readonly doing: { readonly isPending: boolean; readonly error: unknown };
  readonly onGo: () => void;
}

const Question = ({ words, doing: { isPending, error }, person, isOpen, onClose, onGo }: QuestionProps) => (
  <Confirmation
    says={{ title: words.title(person.name), go: words.go, busy: words.busy, stay: words.stay }}
    isOpen={isOpen}
    isBusy={isPending}
    onStay={onClose}
    onGo={onGo}
  >
    <DialogFields>
      <p>{words.explanation}</p>
      <Refused refusal={plainly(error === null ? null : refusalOf(error))} />
    </DialogFields>
  </Confirmation>
);

/** Closes the question, says what was done, and asks for what is so now. */
const settling = (onClose: () => void) => (done: string) => {
  onClose();
  notify(done);
  return refreshInstance();
};

/** Ends every session of a person. */
export function SignOutPerson({ act: _act, ...props }: ActDialogProps) {
  const { id: userId, name } = props.person;
  const settle = settling(props.onClose);
  const doing = useMutation(
    trpc.instance.signOut.mutationOptions({ onSuccess: ({ revoked }) => settle(says.signOut.done(name, revoked)) }),
  );
  return <Question {...props} words={says.signOut} doing={doing} onGo={() => doing.mutate({ userId })} />;
}

/** Closes an account until it is enabled again. */
export function DisablePerson({ act: _act, ...props }: ActDialogProps) {
  const { id: userId, name } = props.person;
  const settle = settling(props.onClose);
  const doing = useMutation(
    trpc.instance.disable.mutationOptions({ onSuccess: () => settle(says.disable.done(name)) }),
  );
  return <Question {...props} words={says.disable} doing={doing} onGo={() => doing.mutate({ userId })} />;
}

/** Takes running the installation from somebody. */
export function RevokeGrant({ act: _act, ...props }: ActDialogProps) {
  const { id: userId, name } = props.person;
  const settle = settling(props.onClose);
  const doing = useMutation(trpc.instance.revoke.mutationOptions({ onSuccess: () => settle(says.revoke.done(name)) }));
  return <Question {...props} words={says.revoke} doing={doing} onGo={() => doing.mutate({ userId })} />;
}
