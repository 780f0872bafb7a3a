import { sql } from "drizzle-orm";
import { INSTALLATION } from "./chain.ts";
import { events } from "./schema.ts";

const { id, seq, action, outcome, actorId, organizationId, target, requestId, detail, ip, userAgent, personal } =
  events;

/** A moment as it is sealed: with the microseconds, which a `Date` would drop. */
const at = sql<string>`to_char(${events.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The columns of an event as the chain knows them: `Facts` and `PersonalFacts`. */
export const FACTS = {
  id,
  seq,
  action,
  outcome,
  actorId,
  organizationId,
  target,
  requestId,
  at: at.as("at_text"),
  detail,
  ip,
  userAgent,
  personal,
};

/** The chain that an event stands in. */
export const chainOf = (event: { readonly organizationId: string | null }): string =>
  event.organizationId ?? INSTALLATION;
