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

const isActed = ({ kind }: SessionView): boolean => kind === "impersonation";

/** What is said of the end of a session: of one's own, or of somebody's who acts as the person. */
function endingOf(session: SessionView) {
  const device = deviceName(session);
  if (isActed(session)) {
    const { end, endNamed, ending, ended } = acting.row;
    return { go: end, name: endNamed(device), busy: ending, done: ended };
  }
  const { signOut, signOutNamed, signingOut, signedOut, thisDevice } = words.security;
  const name = signOutNamed(session.current ? thisDevice : device);
  return { go: signOut, name, busy: signingOut, done: signedOut(device) };
}

/** Ends this session as the menu does; another one by its name. */
function SignOutOne({ session }: { readonly session: SessionView }) {
  const says = endingOf(session);
  const leave = useSignOut();
  const revoke = useMutation(
    trpc.session.revoke.mutationOptions({
      onSuccess: async () => {
        notify(says.done);
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
        busy={says.busy}
        aria-label={says.name}
        onClick={() => (session.current ? leave.mutate() : revoke.mutate({ sessionId: session.id }))}
      >
        {says.go}
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
        {isActed(session) && <Stamp tone="copper">{acting.row.stamp}</Stamp>}
      </p>
      <p className={classes.when}>
        {isActed(session) ? acting.row.began : words.security.signedIn} <Moment at={session.createdAt} />{" "}
        {proofsOf(session.amr)}
        {session.place !== null && ` · ${session.place}`}
        {isActed(session) && ` · ${acting.row.why}`}
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
