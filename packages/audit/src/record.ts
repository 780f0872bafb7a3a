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
  /** Plain facts. Never a token, a password or a key. */
  readonly detail?: Record<string, unknown>;
}

/** Where an event stands, unless it says otherwise: the organization of the work, else the person's personal one. */
function placeOf(work: Work & Partial<TenantWork>) {
  return {
    actorId: work.actor?.userId ?? null,
    organizationId: work.organizationId ?? work.actor?.personalOrganizationId ?? null,
  };
}

/** Writes one event into the caller's transaction. Packages call the typed `record` of their catalogue instead. */
export async function append(work: Work, action: string, facts: EventFacts = {}): Promise<void> {
  const place = placeOf(work);
  await work.tx.insert(events).values({
    id: newId("evt"),
    action,
    outcome: facts.outcome ?? "success",
    actorId: facts.actorId === undefined ? place.actorId : facts.actorId,
    organizationId: facts.organizationId === undefined ? place.organizationId : facts.organizationId,
    target: facts.target ?? null,
    ip: work.request.ip,
    userAgent: work.request.userAgent,
    requestId: work.request.id,
    at: work.now,
    detail: facts.detail ?? {},
  });
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
