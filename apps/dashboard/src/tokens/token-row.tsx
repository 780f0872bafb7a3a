import { refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { trpc } from "../api/client.ts";
import { refreshSessions, type SessionView } from "../sessions/queries.ts";
import classes from "../sessions/sessions.module.css";
import { Moment } from "../ui/moment.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { tokens } from "../words/tokens.ts";
import { words } from "../words.ts";

const says = tokens;

/** One client that is not a browser, and the end of its access. */
export function TokenRow({ session }: { readonly session: SessionView }) {
  const name = session.name ?? words.security.unknownDevice;
  const revoke = useMutation(
    trpc.session.revoke.mutationOptions({
      onSuccess: async () => {
        notify(says.ended(name));
        await refreshSessions();
      },
    }),
  );
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <p className={classes.device}>
          {name} <Stamp>{says.stamp}</Stamp>
        </p>
        <p className={classes.when}>
          {says.issued} <Moment at={session.createdAt} />
        </p>
        <p className={classes.seen}>
          {session.ip !== null && <>{session.ip} · </>}
          {words.security.active} <Moment at={session.lastSeenAt} />
        </p>
      </div>
      <SubmitButton
        type="button"
        variant="default"
        isBusy={revoke.isPending}
        busy={words.security.signingOut}
        aria-label={says.endNamed(name)}
        onClick={() => revoke.mutate({ sessionId: session.id })}
      >
        {says.end}
      </SubmitButton>
      <Refused refusal={revoke.error && refusalOf(revoke.error)} />
    </li>
  );
}
