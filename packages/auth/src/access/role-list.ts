import type { TenantWork } from "@gatehouse/db";
import { and, asc, count, eq, gt } from "drizzle-orm";
import { memberships } from "../organizations/schema.ts";
import { keyset, type Page, pageOf } from "../page.ts";
import { BUILT_IN_ROLES, type BuiltInRole, isBuiltIn, type Policy } from "./define-policy.ts";
import { isGuarded, roleNameOf } from "./held-role.ts";
import { isPermission, type OwnRole } from "./role-rules.ts";
import { roles } from "./schema.ts";

/** A role as people read it. */
export interface RoleView {
  readonly key: string;
  readonly name: string;
  /** Every organization has it, and nobody can change it. */
  readonly builtIn: boolean;
  /** What it names: permissions, and groups such as `document:*`. */
  readonly permissions: readonly string[];
  /** What that comes to: permissions alone. */
  readonly resolved: readonly string[];
}

/** The same as it stands in the list. */
export interface RoleItem extends RoleView {
  /** How many people hold it. */
  readonly members: number;
  /** Whoever holds it needs a second factor, whatever the organization asks for beside that. */
  readonly guarded: boolean;
}

const isGuardedView = (policy: Policy, { key, resolved }: RoleView): boolean =>
  isGuarded(policy, { key, permissions: new Set(resolved) });

/** A built-in role as people read it. */
export function builtInView(policy: Policy, key: BuiltInRole): RoleView {
  const held = [...policy.permissionsOf(key)];
  return { key, name: roleNameOf(key, null), builtIn: true, permissions: held, resolved: held };
}

/** A role of an organization's own as people read it. A permission that the policy no longer holds is not shown: it gives nothing. */
export const ownView = (policy: Policy, { key, name, permissions }: Omit<OwnRole, "createdAt">): RoleView => ({
  key,
  name,
  builtIn: false,
  permissions: permissions.filter((named) => isPermission(policy, named)),
  resolved: [...policy.resolve(permissions)],
});

/** Every role of an organization: the built-in ones, lowest first, then its own by key. */
export async function allRoles(policy: Policy, { tx, organizationId }: TenantWork): Promise<readonly RoleView[]> {
  const own = await tx.select().from(roles).where(eq(roles.organizationId, organizationId)).orderBy(asc(roles.key));
  return [...BUILT_IN_ROLES.map((key) => builtInView(policy, key)), ...own.map((row) => ownView(policy, row))];
}

/** How many people hold each role. */
async function countHolders({ tx, organizationId }: TenantWork): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .select({ role: memberships.role, members: count() })
    .from(memberships)
    .where(eq(memberships.organizationId, organizationId))
    .groupBy(memberships.role);
  return new Map(rows.map(({ role, members }) => [role, members]));
}

/** The roles of the organization: the built-in ones, lowest first, then its own by key, each with how many people hold it. */
export async function listRoles(
  policy: Policy,
  work: TenantWork,
  page: Page,
): Promise<{ items: RoleItem[]; nextCursor: string | null }> {
  const { cursor, limit } = keyset(page);
  const after = cursor === null || isBuiltIn(cursor) ? null : cursor;
  const builtIn = after === null ? BUILT_IN_ROLES.slice(BUILT_IN_ROLES.indexOf(cursor as BuiltInRole) + 1) : [];
  const own = await work.tx
    .select()
    .from(roles)
    .where(and(eq(roles.organizationId, work.organizationId), after === null ? undefined : gt(roles.key, after)))
    .orderBy(asc(roles.key))
    .limit(limit + 1);
  const rows = [...builtIn.map((key) => builtInView(policy, key)), ...own.map((row) => ownView(policy, row))];
  const holders = await countHolders(work);
  return pageOf(
    rows,
    limit,
    ({ key }) => key,
    (role) => ({ ...role, members: holders.get(role.key) ?? 0, guarded: isGuardedView(policy, role) }),
  );
}
