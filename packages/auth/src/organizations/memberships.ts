import type { OrganizationWork } from "@gatehouse/db";
import { and, eq, type SQL } from "drizzle-orm";
import { brokenConstraint } from "../constraint.ts";
import { refusal } from "../errors.ts";
import { holdAccounts } from "../users/accounts.ts";
import { users } from "../users/schema.ts";
import { memberships, organizations } from "./schema.ts";

/** The condition that names one membership of the work's organization. */
export const isMembership = ({ organizationId }: { organizationId: string }, userId: string): SQL | undefined =>
  and(eq(memberships.organizationId, organizationId), eq(memberships.userId, userId));

/**
 * Runs a change of memberships, and says in our words that it would leave the organization without an owner: the database keeps the
 * last one, however many change at once.
 */
export async function keepingAnOwner<Result>(change: PromiseLike<Result>): Promise<Result> {
  try {
    return await change;
  } catch (error) {
    throw brokenConstraint(error) === "memberships_keep_an_owner" ? refusal("member.last_owner") : error;
  }
}

/** Holds the accounts of all members before a change that touches them all. */
export async function holdMembers(work: OrganizationWork): Promise<void> {
  const rows = await work.tx
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(eq(memberships.organizationId, work.organizationId));
  await holdAccounts(
    work,
    rows.map(({ userId }) => userId),
  );
}

/** The addresses of the organization's owners. */
export async function ownersOf({ tx, organizationId }: OrganizationWork): Promise<readonly string[]> {
  const rows = await tx
    .select({ email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.organizationId, organizationId), eq(memberships.role, "owner")));
  return rows.map(({ email }) => email);
}

/**
 * The organization of the work, if it is a team's.
 *
 * @throws AppError `organization.personal`; `organization.not_found` when it was deleted a moment ago
 */
export async function teamOf({ tx, organizationId }: OrganizationWork): Promise<typeof organizations.$inferSelect> {
  const [row] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
  if (!row) throw refusal("organization.not_found");
  if (row.personal) throw refusal("organization.personal");
  return row;
}
