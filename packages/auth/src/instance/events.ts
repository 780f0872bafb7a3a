import { acrossTenants, type EventPage, listEvents } from "@gatehouse/audit";
import { inArray } from "drizzle-orm";
import type { Page } from "../page.ts";
import { users } from "../users/schema.ts";
import type { InstanceWork } from "./work.ts";

const REASON = "The installation's own log was read by somebody who runs it.";

/** The names of those who stand in events; whoever was erased has none. */
async function peopleIn({ tx }: InstanceWork, { items }: EventPage) {
  const ids = new Set(items.flatMap(({ actorId, target }) => [actorId, target].filter((id) => id !== null)));
  return tx
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, [...ids]));
}

/**
 * The installation's own log, newest first: what happened in no organization, and to all of them. Reading it is part of it.
 *
 * @returns a page, and `people`: the names of those who stand on it
 */
export async function listInstanceEvents(begun: InstanceWork, page: Page) {
  const shown = await acrossTenants(begun, REASON, ({ tx }) => listEvents({ tx, organizationId: null }, page));
  return { ...shown, people: await peopleIn(begun, shown) };
}
