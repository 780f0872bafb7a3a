import { type ReactNode, useState } from "react";
import { CopyText } from "../ui/copy-text.tsx";
import { Drawer } from "../ui/drawer.tsx";
import { Instant } from "../ui/instant.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { audit } from "../words/audit.ts";
import classes from "./audit.module.css";
import { actorOf, impersonatorOf, saysOf } from "./event-says.ts";
import type { AuditEvent } from "./queries.ts";

const says = audit.event;

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className={classes.fact}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

/** The facts that only this kind of event has. */
function Detail({ event }: { readonly event: AuditEvent }) {
  const isSaid = impersonatorOf(event) !== null;
  const facts = Object.entries(event.detail).filter(([name]) => !(isSaid && name === "impersonatorId"));
  if (facts.length === 0) return null;
  return (
    <section>
      <h3 className={classes.detail}>{says.detail}</h3>
      <dl>
        {facts.map(([name, value]) => (
          <Fact key={name} name={name}>
            <code className={classes.value}>{textOf(value)}</code>
          </Fact>
        ))}
      </dl>
    </section>
  );
}

interface OneEventProps {
  readonly event: AuditEvent;
  readonly people: ReadonlyMap<string, string>;
}

/** Who did it; and who really did it, where somebody acted as that person. */
function Who({ event, people }: OneEventProps) {
  const impersonator = impersonatorOf(event);
  return (
    <>
      <Fact name={says.who}>
        {actorOf(event, people)}
        {event.actorId !== null && people.has(event.actorId) && <code className={classes.action}>{event.actorId}</code>}
      </Fact>
      {impersonator !== null && (
        <Fact name={says.impersonator}>
          {people.get(impersonator)} <Stamp tone="copper">{audit.impersonated}</Stamp>
          <code className={classes.action}>{impersonator}</code>
        </Fact>
      )}
    </>
  );
}

const OneEvent = ({ event, people }: OneEventProps) => (
  <>
    <dl className={classes.facts}>
      <Fact name={says.action}>
        <code>{event.action}</code>
      </Fact>
      <Fact name={says.at}>
        <Instant at={event.at} /> UTC
      </Fact>
      <Fact name={says.outcome}>
        <Stamp tone={event.outcome === "refused" ? "danger" : "act"}>
          {audit.outcomes[event.outcome] ?? event.outcome}
        </Stamp>
      </Fact>
      <Who event={event} people={people} />
      {event.target !== null && (
        <Fact name={says.target}>
          {people.get(event.target)}
          <code className={classes.action}>{event.target}</code>
        </Fact>
      )}
      {event.ip !== null && (
        <Fact name={says.ip}>
          <code>{event.ip}</code>
        </Fact>
      )}
      {event.userAgent !== null && <Fact name={says.userAgent}>{event.userAgent}</Fact>}
    </dl>
    <Detail event={event} />
    <div className={classes.ids}>
      <h3>{says.request}</h3>
      <CopyText label={says.request} text={event.requestId} copy={says.copyRequest} />
      <h3>{says.id}</h3>
      <CopyText label={says.id} text={event.id} copy={says.copyId} />
    </div>
  </>
);

interface EventDrawerProps {
  readonly event: AuditEvent | null;
  readonly people: ReadonlyMap<string, string>;
  readonly slug: string | undefined;
  readonly onClose: () => void;
}

/** All there is to say of one event, and the way to those like it. */
export function EventDrawer({ event, people, slug, onClose }: EventDrawerProps) {
  // While it slides away, it still shows what it showed.
  const [shown, setShown] = useState(event);
  if (event !== null && event !== shown) setShown(event);
  return (
    <Drawer title={shown === null ? says.title : saysOf(shown.action)} isOpen={event !== null} onClose={onClose}>
      {shown !== null && <OneEvent event={shown} people={people} />}
      {shown !== null && slug !== undefined && (
        <div className={classes.alike}>
          <LinkButton to="/o/$slug/audit" params={{ slug }} search={{ action: shown.action }} onClick={onClose}>
            {says.onlyAction}
          </LinkButton>
          {shown.actorId !== null && (
            <LinkButton to="/o/$slug/audit" params={{ slug }} search={{ actor: shown.actorId }} onClick={onClose}>
              {says.onlyActor}
            </LinkButton>
          )}
        </div>
      )}
    </Drawer>
  );
}
