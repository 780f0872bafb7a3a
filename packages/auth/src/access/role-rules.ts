import type { TenantWork } from "@gatehouse/db";
import { and, eq } from "drizzle-orm";
import { refusal } from "../errors.ts";
import { memberships } from "../organizations/schema.ts";
import { isBuiltIn, type Policy } from "./define-policy.ts";
import { requireGrantable } from "./grantable.ts";
import { roles } from "./schema.ts";

export type OwnRole = typeof roles.$inferSelect;

/** Whether the policy holds a permission, or a group with something in it. */
export const isPermission = (policy: Policy, name: string): boolean => policy.resolve([name]).size > 0;

/** @throws AppError `role.permission_unknown`, with `fieldErrors` that say which */
export function requireKnown(policy: Policy, names: readonly string[]): readonly string[] {
  const unknown = names.filter((name) => !isPermission(policy, name));
  if (unknown.length === 0) return [...new Set(names)];
  const permissions = unknown.map((name) => `There is no permission ${JSON.stringify(name)}.`);
  throw refusal("role.permission_unknown", { fieldErrors: { permissions } });
}

/** The same for one permission, and no group. @throws AppError `role.permission_unknown`, with `fieldErrors` */
export function requirePermission(policy: Policy, permission: string): void {
  if (Object.hasOwn(policy.table, permission)) return;
  throw refusal("role.permission_unknown", { fieldErrors: { permission: ["There is no such permission."] } });
}

/**
 * Nobody grants what they lack, nor touches a role that holds more than they do.
 *
 * @throws AppError `access.permission_missing`, with `missing`
 */
export const requireHeld = ({ actor, organizationId }: TenantWork, permissions: ReadonlySet<string>): void =>
  requireGrantable(actor.memberships.get(organizationId), { key: "", permissions });

/** The condition that names one role of the work's organization. */
export const isRole = ({ organizationId }: TenantWork, key: string) =>
  and(eq(roles.organizationId, organizationId), eq(roles.key, key));

async function requireOthers(work: TenantWork, key: string): Promise<void> {
  const { tx, organizationId, actor } = work;
  const mine = and(eq(memberships.organizationId, organizationId), eq(memberships.userId, actor.userId));
  const [held] = await tx.select({ role: memberships.role }).from(memberships).where(mine);
  if (held?.role === key) throw refusal("role.own", {}, { target: key });
}

/**
 * A role that the actor may change, as it stands.
 *
 * @throws AppError `role.built_in`, `role.not_found`; `role.own` for the role that the actor holds
 */
export async function findChangeable(work: TenantWork, key: string): Promise<OwnRole> {
  if (isBuiltIn(key)) throw refusal("role.built_in", {}, { target: key });
  const [row] = await work.tx.select().from(roles).where(isRole(work, key));
  if (!row) throw refusal("role.not_found");
  await requireOthers(work, key);
  return row;
}

/**
 * The same, held until the end of the transaction. The lock is the one that giving the role to somebody waits for: so whoever gets it
 * meanwhile gets what it holds afterwards, and is told so.
 */
export async function holdChangeable(work: TenantWork, key: string): Promise<OwnRole> {
  await work.tx.select({ key: roles.key }).from(roles).where(isRole(work, key)).for("update");
  return findChangeable(work, key);
}
