import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { trpc } from "../api/client.ts";
import { type PasskeyView, refreshFactors } from "../factors/queries.ts";
import { Confirmation } from "../ui/dialog.tsx";
import { Moment } from "../ui/moment.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { factors } from "../words/factors.ts";
import classes from "./passkey-row.module.css";
import { RenamePasskey } from "./rename-passkey.tsx";

const says = factors.passkeys;

interface PasskeyRowProps {
  readonly passkey: PasskeyView;
  /** It is the person's only second factor. */
  readonly isLast: boolean;
}

function RemovePasskey({ passkey: { id, name }, isLast }: PasskeyRowProps) {
  const [isAsking, question] = useDisclosure(false);
  const remove = useMutation(
    trpc.passkey.remove.mutationOptions({
      onSuccess: async () => {
        question.close();
        notify(says.removed(name));
        await refreshFactors();
      },
    }),
  );
  return (
    <>
      <Button variant="subtle" color="danger" aria-label={says.removeNamed(name)} onClick={question.open}>
        {says.remove}
      </Button>
      <Confirmation
        says={{ title: says.removeTitle(name), go: says.removeGo, busy: says.removing, stay: says.removeStay }}
        isOpen={isAsking}
        isBusy={remove.isPending}
        onStay={question.close}
        onGo={() => remove.mutate({ passkeyId: id })}
      >
        <p>{isLast ? `${says.removeExplanation} ${factors.totp.removeLast}` : says.removeExplanation}</p>
        <Refused refusal={remove.error && refusalOf(remove.error)} />
      </Confirmation>
    </>
  );
}

/** One passkey: its name, when it was used, and the ways to rename and remove it. */
export function PasskeyRow({ passkey, isLast }: PasskeyRowProps) {
  const { name, backedUp, createdAt, lastUsedAt } = passkey;
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <p className={classes.name}>{name}</p>
        <p className={classes.when}>
          {says.made} <Moment at={createdAt} />
          {" · "}
          {lastUsedAt === null ? (
            says.unused
          ) : (
            <>
              {says.used} <Moment at={lastUsedAt} />
            </>
          )}
          {backedUp && ` · ${says.synced}`}
        </p>
      </div>
      <div className={classes.actions}>
        <RenamePasskey passkey={passkey} />
        <RemovePasskey passkey={passkey} isLast={isLast} />
      </div>
    </li>
  );
}
