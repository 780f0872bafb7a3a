import type { TenantWork, Work } from "@gatehouse/db";
import { and, asc, eq, gt } from "drizzle-orm";
import { keyset, type Page, pageOf } from "../page.ts";
import { users } from "../users/schema.ts";
import { memberships } from "./schema.ts";

export interface MemberView {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly joinedAt: string;
}

/** Gives a person a role in the organization; a person who has one keeps it. */
export async function addMember(
  { tx, now, organizationId }: Work & { organizationId: string },
  { userId, role }: { userId: string; role: string },
): Promise<void> {
  await tx.insert(memberships).values({ organizationId, userId, role, createdAt: now }).onConflictDoNothing();
}

/** The role of a person in the organization of the work; null for whoever is no member. */
export async function roleOf(
  { tx, organizationId }: Work & { organizationId: string },
  userId: string,
): Promise<string | null> {
  const here = and(eq(memberships.organizationId, organizationId), eq(memberships.userId, userId));
  const [row] = await tx.select({ role: memberships.role }).from(memberships).where(here);
  return row?.role ?? null;
}

/** Who belongs to the organization, in the order of their accounts. */
export async function listMembers(
  { tx, organizationId }: TenantWork,
  page: Page,
): Promise<{ items: MemberView[]; nextCursor: string | null }> {
  const { cursor, limit } = keyset(page);
  const rows = await tx
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: memberships.role,
      joinedAt: memberships.createdAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(eq(memberships.organizationId, organizationId), cursor === null ? undefined : gt(memberships.userId, cursor)),
    )
    .orderBy(asc(memberships.userId))
    .limit(limit + 1);
  return pageOf(
    rows,
    limit,
    (row) => row.userId,
    (row) => ({ ...row, joinedAt: row.joinedAt.toISOString() }),
  );
}
