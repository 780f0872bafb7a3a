import type { Work } from "@gatehouse/db";
import { and, asc, eq, gt, type SQL, sql } from "drizzle-orm";
import { brokenConstraint } from "../constraint.ts";
import { refusal } from "../errors.ts";
import { keyset, type Page, pageOf } from "../page.ts";
import { type Account, holdAccount } from "../users/accounts.ts";
import { users } from "../users/schema.ts";
import { endImpersonationsBy, endImpersonationsOf } from "./impersonations.ts";
import { recordHere, recordOf } from "./log.ts";
import { INSTANCE_PERMISSIONS, type InstancePermission } from "./permissions.ts";
import { instanceGrants } from "./schema.ts";
import type { InstanceWork } from "./work.ts";

/** Somebody who may run the installation, and what of it. */
export interface InstanceAdmin {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly permissions: readonly InstancePermission[];
  readonly grantedAt: Date;
}

/** Lets nobody else change a grant until the transaction ends. Taken before any row, so that nobody waits in a ring. */
export async function holdGrants({ tx }: Work): Promise<void> {
  await tx.execute(sql`select auth.hold_grants()`);
}

/**
 * Demands that somebody stays who can let others run the installation: in force, and not about to be erased.
 *
 * @throws AppError `instance.last_grantor`
 */
export const requireGrantor = ({ tx }: Work): Promise<void> =>
  keepingGrantor(() => tx.execute(sql`select auth.require_a_grantor()`));

async function keepingGrantor(change: () => PromiseLike<unknown>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (brokenConstraint(error) === "instance_grants_keep_a_grantor") throw refusal("instance.last_grantor");
    throw error;
  }
}

/** What a person's grant holds; null for whoever has none. @param condition what must hold of the account too */
export async function grantOf(
  { tx }: Work,
  userId: string,
  condition?: SQL,
): Promise<readonly InstancePermission[] | null> {
  const [row] = await tx
    .select({ permissions: instanceGrants.permissions })
    .from(instanceGrants)
    .innerJoin(users, eq(users.id, instanceGrants.userId))
    .where(and(eq(instanceGrants.userId, userId), condition));
  return row?.permissions ?? null;
}

/** Puts a grant in force, in the place of what was held before. @returns false when it holds that already */
export async function grantInstance(
  work: Work,
  account: Account,
  permissions: readonly InstancePermission[] = INSTANCE_PERMISSIONS,
): Promise<boolean> {
  await holdGrants(work);
  await holdAccount(work, account.id);
  const before = await grantOf(work, account.id);
  const held = INSTANCE_PERMISSIONS.filter((permission) => permissions.includes(permission));
  if (before !== null && before.length === held.length && held.every((one) => before.includes(one))) return false;
  const row = { userId: account.id, permissions: held, grantedAt: work.now };
  const change = { target: instanceGrants.userId, set: { permissions: held } };
  await keepingGrantor(() => work.tx.insert(instanceGrants).values(row).onConflictDoUpdate(change));
  await endImpersonationsOf(work, account);
  if (!held.includes("instance:impersonate")) await endImpersonationsBy(work, account.id);
  const action = before === null ? "instance.granted" : "instance.grant_changed";
  await recordOf(work, action, account, { detail: { permissions: held } });
  return true;
}

/** Takes the grant away. @returns false when there was none @throws AppError `instance.last_grantor` */
export async function revokeInstance(work: Work, account: Account): Promise<boolean> {
  await holdGrants(work);
  if ((await grantOf(work, account.id)) === null) return false;
  await keepingGrantor(() => work.tx.delete(instanceGrants).where(eq(instanceGrants.userId, account.id)));
  await endImpersonationsBy(work, account.id);
  await recordOf(work, "instance.revoked", account);
  return true;
}

const adminsIn = ({ tx }: Work) =>
  tx
    .select({
      userId: users.id,
      email: users.email,
      name: users.name,
      permissions: instanceGrants.permissions,
      grantedAt: instanceGrants.grantedAt,
    })
    .from(instanceGrants)
    .innerJoin(users, eq(users.id, instanceGrants.userId))
    .$dynamic();

/** Everybody who may run the installation, longest first. */
export const listInstanceAdmins = (work: Work): Promise<InstanceAdmin[]> =>
  adminsIn(work).orderBy(asc(instanceGrants.grantedAt), asc(users.id));

/** The same by pages, in the order of their accounts. */
export async function listGrants(work: InstanceWork, page: Page) {
  const { cursor, limit } = keyset(page);
  await recordHere(work, "instance.grants_listed");
  const rows = await adminsIn(work)
    .where(cursor === null ? undefined : gt(users.id, cursor))
    .orderBy(asc(users.id))
    .limit(limit + 1);
  return pageOf(
    rows,
    limit,
    (row) => row.userId,
    (row) => ({ ...row, grantedAt: row.grantedAt.toISOString() }),
  );
}
