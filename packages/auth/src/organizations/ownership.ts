import { asApplication, asPerson, inTenant, type Work } from "@gatehouse/db";
import { and, asc, eq, ne, sql } from "drizzle-orm";
import { record } from "../events.ts";
import { memberships, organizations } from "./schema.ts";

/** What becomes of organizations when a person goes. Ids. */
export interface Departure {
  /** They would have members and no owner whose account works: the person cannot go. */
  readonly orphaned: readonly string[];
  /** They have nobody else, or are being deleted, and go with the person. */
  readonly empty: readonly string[];
  /** They go on without the person. */
  readonly left: readonly string[];
}

/**
 * Looks at every organization of a person and holds it until the end of the transaction: nobody joins meanwhile what was looked at, because
 * a membership holds its organization's row too, and no owner leaves it before.
 */
export async function departureOf(work: Work, userId: string): Promise<Departure> {
  const mine = await asPerson(work, userId, () =>
    work.tx
      .select({ organizationId: memberships.organizationId, role: memberships.role })
      .from(memberships)
      .where(eq(memberships.userId, userId))
      .orderBy(asc(memberships.organizationId)),
  );
  const owned = mine.filter(({ role }) => role === "owner").map(({ organizationId }) => organizationId);
  const orphaned: string[] = [];
  const empty: string[] = [];
  for (const organizationId of owned) {
    const others = await othersIn(work, organizationId, userId);
    if (others === "none") empty.push(organizationId);
    else if (others === "no owner") orphaned.push(organizationId);
  }
  const gone = new Set([...orphaned, ...empty]);
  return { orphaned, empty, left: mine.flatMap(({ organizationId: id }) => (gone.has(id) ? [] : [id])) };
}

/**
 * Who else belongs to an organization. Its row is held alone: whoever changes an owner's membership has that one already and waits for this,
 * and is then judged by what was done here.
 */
function othersIn(work: Work, organizationId: string, userId: string): Promise<"none" | "no owner" | "an owner"> {
  return inTenant(work, organizationId, async (tenant) => {
    const { tx } = tenant;
    const [held] = await tx
      .select({ deletesAt: organizations.deletesAt })
      .from(organizations)
      .where(eq(organizations.id, organizationId))
      .for("update");
    const isOther = and(eq(memberships.organizationId, organizationId), ne(memberships.userId, userId));
    const acting = await asApplication(tenant, () =>
      tx.execute<{ id: string }>(sql`select auth.acting_owners(${organizationId}) as id`),
    );
    if (acting.some(({ id }) => id !== userId)) return "an owner";
    // Nobody is left behind in what is being deleted anyway.
    if (held?.deletesAt != null) return "none";
    const [other] = await tx.select({ userId: memberships.userId }).from(memberships).where(isOther).limit(1);
    return other === undefined ? "none" : "no owner";
  });
}

/** Deletes an organization and everything in it. */
export function eraseOrganization(work: Work, organizationId: string): Promise<void> {
  return inTenant(work, organizationId, async (tenant) => {
    await tenant.tx.delete(organizations).where(eq(organizations.id, organizationId));
    await record(tenant, "organization.deleted", { target: organizationId });
  });
}
