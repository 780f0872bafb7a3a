import { lazy, Suspense, useState } from "react";
import { Instant } from "../ui/instant.tsx";
import { Cell, Register, Row } from "../ui/register.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { audit } from "../words/audit.ts";
import classes from "./audit.module.css";
import { actorOf, impersonatorOf, saysOf } from "./event-says.ts";
import type { AuditEvent } from "./queries.ts";

const says = audit;
const EventDrawer = lazy(async () => ({ default: (await import("./event-drawer.tsx")).EventDrawer }));
const TRACKS = "168px minmax(0, 1fr) minmax(90px, 0.4fr) 150px 84px";
const TRACKS_OF_ONE = "168px minmax(0, 1fr) 130px 84px";
const { at, what, who, from, outcome } = says.columns;

interface EventRegisterProps {
  readonly events: readonly AuditEvent[];
  readonly people: ReadonlyMap<string, string>;
  /** Where the filters of the log stand; without it the drawer offers none. */
  readonly slug?: string;
  /** They are the person's own: who did them is no question. */
  readonly isOwn?: boolean;
  /** How many at the top came while the person was looking. */
  readonly newest?: number;
}

/** Events, each a line that opens all there is to say of it. */
export function EventRegister({ events, people, slug, isOwn = false, newest = 0 }: EventRegisterProps) {
  const [open, setOpen] = useState<AuditEvent | null>(null);
  const [opened, setOpened] = useState(false);
  const onOpen = (event: AuditEvent) => {
    setOpened(true);
    setOpen(event);
  };
  return (
    <div className={classes.events}>
      <Register
        label={says.title}
        columns={isOwn ? [at, what, from, outcome] : [at, what, who, from, outcome]}
        tracks={isOwn ? TRACKS_OF_ONE : TRACKS}
        isUnderHeading={isOwn}
      >
        {events.map((event, index) => (
          <Row key={event.id} isNew={index < newest}>
            <Cell tone="soft">
              <Instant at={event.at} />
            </Cell>
            <Cell>
              <button type="button" className={classes.event} onClick={() => onOpen(event)}>
                {saysOf(event.action)}
              </button>
              <code className={classes.action}>{event.action}</code>
              {impersonatorOf(event) !== null && <Stamp tone="copper">{says.impersonated}</Stamp>}
            </Cell>
            {!isOwn && (
              <Cell tone="soft">
                <span className={event.actorId === null || people.has(event.actorId) ? undefined : classes.unnamed}>
                  {actorOf(event, people)}
                </span>
              </Cell>
            )}
            <Cell tone="soft">{event.ip !== null && <code>{event.ip}</code>}</Cell>
            <Cell tone="soft">
              {event.outcome === "refused" ? (
                <Stamp tone="danger">{says.outcomes.refused}</Stamp>
              ) : (
                says.outcomes[event.outcome]
              )}
            </Cell>
          </Row>
        ))}
      </Register>
      {opened && (
        <Suspense>
          <EventDrawer event={open} people={people} slug={slug} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </div>
  );
}
