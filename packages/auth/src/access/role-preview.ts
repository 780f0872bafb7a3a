import type { TenantWork } from "@gatehouse/db";
import { and, asc, eq, gt } from "drizzle-orm";
import { memberships } from "../organizations/schema.ts";
import { keyset, type Page, pageOf } from "../page.ts";
import { users } from "../users/schema.ts";
import type { Policy } from "./define-policy.ts";
import { findChangeable, requireHeld, requireKnown } from "./role-rules.ts";

/** What a person would win and lose. */
export interface HolderChange {
  readonly userId: string;
  readonly name: string;
  readonly wins: readonly string[];
  readonly loses: readonly string[];
}

/** A change of a role before it is saved: for the role, and page by page for whoever holds it. */
export interface RolePreview {
  readonly wins: readonly string[];
  readonly loses: readonly string[];
  readonly items: readonly HolderChange[];
  readonly nextCursor: string | null;
}

/** What is in the second set and not in the first, and the other way round. */
export const diffOf = (was: ReadonlySet<string>, is: ReadonlySet<string>) => ({
  wins: [...is].filter((permission) => !was.has(permission)),
  loses: [...was].filter((permission) => !is.has(permission)),
});

/**
 * What a change of a role's permissions would do. It is refused as the change itself would be.
 *
 * @throws AppError as `role.update`
 */
export async function previewRole(
  policy: Policy,
  work: TenantWork,
  { key, permissions, ...page }: Page & { key: string; permissions?: readonly string[] | undefined },
): Promise<RolePreview> {
  const { tx, organizationId } = work;
  const before = await findChangeable(work, key);
  const named = permissions === undefined ? before.permissions : requireKnown(policy, permissions);
  requireHeld(work, policy.resolve([...before.permissions, ...named]));
  const change = diffOf(policy.resolve(before.permissions), policy.resolve(named));
  const { cursor, limit } = keyset(page);
  const holds = and(eq(memberships.organizationId, organizationId), eq(memberships.role, key));
  const rows = await tx
    .select({ userId: users.id, name: users.name })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(holds, cursor === null ? undefined : gt(memberships.userId, cursor)))
    .orderBy(asc(memberships.userId))
    .limit(limit + 1);
  return {
    ...change,
    ...pageOf(
      rows,
      limit,
      ({ userId }) => userId,
      (row) => ({ ...row, ...change }),
    ),
  };
}
