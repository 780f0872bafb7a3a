import { asApplication, type OrganizationWork, type TenantWork } from "@gatehouse/db";
import { and, asc, eq, gt, type SQL, sql } from "drizzle-orm";
import { roleNameOf } from "../access/held-role.ts";
import { roles } from "../access/schema.ts";
import { factorsColumn } from "../mfa/factors.ts";
import { keyset, pageOf } from "../page.ts";
import { hasWord, lower, type Search } from "../search.ts";
import { users } from "../users/schema.ts";
import { isMembership } from "./memberships.ts";
import { memberships } from "./schema.ts";

export interface MemberView {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  /** What the role is called. */
  readonly roleName: string;
  /** Whether there is a second factor. */
  readonly mfa: boolean;
  readonly joinedAt: string;
}

/** Which members are looked for. */
export interface MemberSearch extends Search {
  /** Those of one role, by its key; of any, unless given. */
  readonly role?: string | undefined;
}

/** Gives a person a role in the organization; a person who has one keeps it. */
export async function addMember(
  { tx, now, organizationId }: OrganizationWork,
  { userId, role }: { userId: string; role: string },
): Promise<void> {
  await tx.insert(memberships).values({ organizationId, userId, role, createdAt: now }).onConflictDoNothing();
}

/** The role of a person in the organization of the work; null for whoever is no member. */
export async function roleOf(work: OrganizationWork, userId: string): Promise<string | null> {
  const [row] = await work.tx.select({ role: memberships.role }).from(memberships).where(isMembership(work, userId));
  return row?.role ?? null;
}

/** Who of these people has a second factor. No tenant reads that of whom it likes: ask about its members alone. */
async function guardedAmong(work: TenantWork, userIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await asApplication(work, () =>
    work.tx
      .select({ userId: users.id, factors: factorsColumn })
      .from(users)
      .where(sql`${users.id} = any(${sql.param(userIds)})`),
  );
  return new Set(rows.flatMap(({ userId, factors }) => (factors.length > 0 ? [userId] : [])));
}

/** The first members of whom something holds, in the order of their accounts. */
async function readMembers(work: TenantWork, which: SQL | undefined, limit: number): Promise<MemberView[]> {
  const { tx, organizationId } = work;
  const rows = await tx
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: memberships.role,
      ownName: roles.name,
      joinedAt: memberships.createdAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .leftJoin(roles, and(eq(roles.organizationId, memberships.organizationId), eq(roles.key, memberships.role)))
    .where(and(eq(memberships.organizationId, organizationId), which))
    .orderBy(asc(memberships.userId))
    .limit(limit);
  const guarded = await guardedAmong(
    work,
    rows.map(({ userId }) => userId),
  );
  return rows.map(({ ownName, joinedAt, ...row }) => ({
    ...row,
    roleName: roleNameOf(row.role, ownName),
    mfa: guarded.has(row.userId),
    joinedAt: joinedAt.toISOString(),
  }));
}

/** Who belongs to the organization, in the order of their accounts; or those whose name, a word of it, or address begins so. */
export async function listMembers(
  work: TenantWork,
  { search, role, ...page }: MemberSearch,
): Promise<{ items: MemberView[]; nextCursor: string | null }> {
  const { cursor, limit } = keyset(page);
  const which = and(
    hasWord([lower(users.name), sql`${users.email}`], search),
    role === undefined ? undefined : eq(memberships.role, role),
    cursor === null ? undefined : gt(memberships.userId, cursor),
  );
  return pageOf(
    await readMembers(work, which, limit + 1),
    limit,
    ({ userId }) => userId,
    (member) => member,
  );
}

/** One member; null for whoever is none. */
export async function findMember(work: TenantWork, userId: string): Promise<MemberView | null> {
  const [member] = await readMembers(work, eq(memberships.userId, userId), 1);
  return member ?? null;
}
