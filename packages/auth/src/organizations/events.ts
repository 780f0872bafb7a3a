import { type EventPage, type EventQuery, type EventView, listEvents } from "@gatehouse/audit";
import { asApplication, type TenantWork } from "@gatehouse/db";
import { and, eq, sql } from "drizzle-orm";
import { namesOf, type PersonName } from "../users/names.ts";
import { memberships } from "./schema.ts";

/** A page of an organization's log. */
export interface NamedEvents extends EventPage {
  /** What those are called who did something on the page, and those members whom it was done to. */
  readonly people: readonly PersonName[];
}

/** Who did it, and who really did it where somebody acted as that person. */
const doersOf = ({ actorId, detail: { impersonatorId } }: EventView): string[] =>
  [actorId, impersonatorId].filter((id) => typeof id === "string");

/** Which of these ids are members: a target may be any id that somebody typed, and no stranger's name is told for it. */
async function membersAmong({ tx, organizationId }: TenantWork, ids: readonly string[]): Promise<string[]> {
  const rows = await tx
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.organizationId, organizationId), sql`${memberships.userId} = any(${sql.param(ids)})`));
  return rows.map(({ userId }) => userId);
}

/**
 * The log of the work's organization, newest first, sealed or not.
 *
 * @returns a page, and `people`: whoever did something is named even if they are a member no longer
 */
export async function listOrganizationEvents(work: TenantWork, query: EventQuery): Promise<NamedEvents> {
  const page = await listEvents(work, query);
  const targets = page.items.flatMap(({ target }) => target ?? []);
  const ids = new Set([...page.items.flatMap(doersOf), ...(await membersAmong(work, targets))]);
  // The tenant sees its present members alone.
  return { ...page, people: await asApplication(work, () => namesOf(work, ids)) };
}
