import type { Tx } from "@gatehouse/db";
import { and, desc, eq, gte, isNull, lt, type SQL, sql } from "drizzle-orm";
import { events, type Outcome } from "./schema.ts";

/** Which events are meant; what is left out does not matter. */
export interface EventFilter {
  readonly action?: string | undefined;
  readonly actorId?: string | undefined;
  /** At or after, ISO 8601. */
  readonly from?: string | undefined;
  /** Before, ISO 8601. */
  readonly to?: string | undefined;
}

/** A page of events: `cursor` is the `nextCursor` of the page before. */
export interface EventQuery extends EventFilter {
  readonly cursor?: string | null | undefined;
  readonly limit?: number | undefined;
}

type Row = typeof events.$inferSelect;

const DEFAULT_LIMIT = 50;

/** An event as the contract shows it. */
export interface EventView {
  readonly id: string;
  readonly action: string;
  readonly actorId: string | null;
  readonly organizationId: string | null;
  readonly target: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly outcome: Outcome;
  readonly requestId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What is personal stands among the other facts, as long as it is there. */
export const viewOf = ({ seq: _seq, personal, at, detail, ...shown }: Row): EventView => ({
  ...shown,
  at: at.toISOString(),
  detail: { ...detail, ...personal },
});

/** A page of events, newest first. */
export interface EventPage {
  readonly items: EventView[];
  readonly nextCursor: string | null;
}

/** Whose events are meant: an organization's; null for what happened in none. */
type Place = string | null;

/** The condition that a filter stands for, organization included. */
export const matching = (organizationId: Place, { action, actorId, from, to }: EventFilter): SQL | undefined =>
  and(
    organizationId === null ? isNull(events.organizationId) : eq(events.organizationId, organizationId),
    action === undefined ? undefined : eq(events.action, action),
    actorId === undefined ? undefined : eq(events.actorId, actorId),
    from === undefined ? undefined : gte(events.at, new Date(from)),
    to === undefined ? undefined : lt(events.at, new Date(to)),
  );

/** What comes after an event in the list. Nothing comes after one that the organization does not have. */
const after = (organizationId: Place, id: string): SQL => {
  const of = (column: SQL) =>
    sql`(select ${column} from audit.events c where c.id = ${id} and c.organization_id is not distinct from ${organizationId})`;
  return sql`(${events.at}, ${events.id}) < (${of(sql`c.at`)}, ${of(sql`c.id`)})`;
};

/** The events of an organization, or of the installation itself, newest first, sealed or not. The work must have them in sight. */
export async function listEvents(
  { tx, organizationId }: { readonly tx: Tx; readonly organizationId: Place },
  { cursor, limit = DEFAULT_LIMIT, ...filter }: EventQuery,
): Promise<EventPage> {
  const rows = await tx
    .select()
    .from(events)
    .where(and(matching(organizationId, filter), cursor == null ? undefined : after(organizationId, cursor)))
    .orderBy(desc(events.at), desc(events.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  return { items: shown.map(viewOf), nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}
