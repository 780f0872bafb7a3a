import type { TenantWork, Work } from "@gatehouse/db";
import { newId } from "@gatehouse/kernel";
import { events, type Outcome } from "./schema.ts";

/** What an event says beyond what the work knows. `actorId` and `organizationId` override the work's own. */
export interface EventFacts {
  /** The id of what it happened to. */
  readonly target?: string;
  readonly outcome?: Outcome;
  readonly actorId?: string | null;
  readonly organizationId?: string | null;
  /** Plain facts. Never a token, a password or a key, nor what names a person: they can never be erased. */
  readonly detail?: Record<string, unknown>;
  /** Facts that name the person who did it, such as what they call their own key: erased with the person. */
  readonly personal?: Record<string, unknown>;
}

/** Where an event stands, unless it says otherwise: the organization of the work, else the person's personal one. */
function placeOf(work: Work & Partial<TenantWork>) {
  return {
    actorId: work.actor?.userId ?? null,
    organizationId: work.organizationId ?? work.actor?.personalOrganizationId ?? null,
  };
}

/** An event as it is stored; where its place is not given, it has none. */
export const rowOf = (
  { request, now }: Pick<Work, "request" | "now">,
  action: string,
  { actorId = null, organizationId = null, target, outcome, detail, personal }: EventFacts,
): typeof events.$inferInsert => ({
  id: newId("evt"),
  action,
  outcome: outcome ?? "success",
  actorId,
  organizationId,
  target: target ?? null,
  ip: request.ip,
  userAgent: request.userAgent,
  requestId: request.id,
  at: now,
  detail: { ...detail, ...(request.impersonatorId !== undefined && { impersonatorId: request.impersonatorId }) },
  personal: personal ?? null,
});

/** The API key that somebody acted by is part of what happened. */
const withKey = ({ actor }: Work & Partial<TenantWork>, detail: EventFacts["detail"]) => ({
  ...detail,
  ...(actor?.keyId !== undefined && { keyId: actor.keyId }),
});

/** Writes one event into the caller's transaction. Packages call the typed `record` of their catalogue instead. */
export async function append(work: Work, action: string, facts: EventFacts = {}): Promise<void> {
  await work.tx
    .insert(events)
    .values(rowOf(work, action, { ...placeOf(work), ...facts, detail: withKey(work, facts.detail) }));
}

/** A package's events: their names, each with the sentence that explains it to a reader of the log. */
export type EventCatalogue = Readonly<Record<string, string>>;

/**
 * Declares a package's events.
 *
 * @returns the catalogue, to be joined by the app, and a `record` that takes no other name
 */
export function defineEvents<const Catalogue extends EventCatalogue>(catalogue: Catalogue) {
  return {
    catalogue,
    /** Writes one event into the caller's transaction: it stands if, and only if, the change does. */
    record: (work: Work, action: keyof Catalogue & string, facts?: EventFacts) => append(work, action, facts),
  };
}
