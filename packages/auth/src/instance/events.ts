import { acrossTenants, listEvents } from "@gatehouse/audit";
import type { Page } from "../page.ts";
import { namesOf } from "../users/names.ts";
import type { InstanceWork } from "./work.ts";

const REASON = "The installation's own log was read by somebody who runs it.";

/**
 * The installation's own log, newest first: what happened in no organization, and to all of them. Reading it is part of it.
 *
 * @returns a page, and `people`: the names of those who stand on it
 */
export async function listInstanceEvents(begun: InstanceWork, page: Page) {
  const shown = await acrossTenants(begun, REASON, ({ tx }) => listEvents({ tx, organizationId: null }, page));
  const ids = shown.items.flatMap(({ actorId, target }) => [actorId, target].filter((id) => id !== null));
  return { ...shown, people: await namesOf(begun, new Set(ids)) };
}
