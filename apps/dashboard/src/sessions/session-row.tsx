import { refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { trpc } from "../api/client.ts";
import { useSignOut } from "../session/leaving.ts";
import { Moment } from "../ui/moment.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { acting } from "../words/acting.ts";
import { words } from "../words.ts";
import { deviceName } from "./device-name.ts";
import { proofsOf } from "./proofs.ts";
import { refreshSessions, type SessionView } from "./queries.ts";
import classes from "./sessions.module.css";

/** Ends this session as the menu does; another one by its name. */
function SignOutOne({ session }: { readonly session: SessionView }) {
  const device = deviceName(session);
  const leave = useSignOut();
  const revoke = useMutation(
    trpc.session.revoke.mutationOptions({
      onSuccess: async () => {
        notify(words.security.signedOut(device));
        await refreshSessions();
      },
    }),
  );
  return (
    <>
      <SubmitButton
        type="button"
        variant="default"
        isBusy={revoke.isPending || leave.isPending}
        busy={words.security.signingOut}
        aria-label={words.security.signOutNamed(session.current ? words.security.thisDevice : device)}
        onClick={() => (session.current ? leave.mutate() : revoke.mutate({ sessionId: session.id }))}
      >
        {words.security.signOut}
      </SubmitButton>
      <Refused refusal={revoke.error && refusalOf(revoke.error)} />
    </>
  );
}

/** One place where the person is signed in. */
export const SessionRow = ({ session }: { readonly session: SessionView }) => (
  <li className={classes.row}>
    <div className={classes.words}>
      <p className={classes.device}>
        {deviceName(session)} {session.current && <Stamp tone="act">{words.security.thisDevice}</Stamp>}
        {session.kind === "impersonation" && <Stamp tone="copper">{acting.row}</Stamp>}
      </p>
      <p className={classes.when}>
        {words.security.signedIn} <Moment at={session.createdAt} /> {proofsOf(session.amr)}
        {session.place !== null && ` · ${session.place}`}
      </p>
      <p className={classes.seen}>
        {session.ip !== null && <>{session.ip} · </>}
        <span className={classes.active}>
          {session.current ? (
            words.security.activeNow
          ) : (
            <>
              {words.security.active} <Moment at={session.lastSeenAt} />
            </>
          )}
        </span>
      </p>
    </div>
    <SignOutOne session={session} />
  </li>
);
