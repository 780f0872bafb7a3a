import { deviceName } from "../sessions/device-name.ts";
import { proofsOf } from "../sessions/proofs.ts";
import { Moment } from "../ui/moment.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { instance } from "../words/instance.ts";
import { words } from "../words.ts";
import classes from "./instance.module.css";
import type { OnePerson } from "./queries.ts";

const says = instance.person;

const SessionLine = ({ session }: { readonly session: OnePerson["sessions"][number] }) => {
  const { kind, name, createdAt, lastSeenAt, ip, place, amr } = session;
  const stamp = says.kinds[kind];
  return (
    <li className={classes.session}>
      <p className={classes.device}>
        {name ?? deviceName(session)}{" "}
        {stamp !== undefined && <Stamp tone={kind === "impersonation" ? "copper" : "plain"}>{stamp}</Stamp>}
      </p>
      <p className={classes.when}>
        {words.security.signedIn} <Moment at={createdAt} /> {proofsOf(amr)}
        {place !== null && ` · ${place}`}
      </p>
      <p className={classes.seen}>
        {ip !== null && <>{ip} · </>}
        {words.security.active} <Moment at={lastSeenAt} />
      </p>
    </li>
  );
};

/** Where a person is signed in, to be read. */
export const SessionsOf = ({ person: { sessions, hasMoreSessions } }: { readonly person: OnePerson }) => (
  <>
    <ul>
      {sessions.map((session) => (
        <SessionLine key={session.id} session={session} />
      ))}
    </ul>
    {sessions.length === 0 && <p className={classes.note}>{says.noSessions}</p>}
    {hasMoreSessions && <p className={classes.note}>{says.moreSessions}</p>}
  </>
);
