import { isNull } from "drizzle-orm";
import { refusal } from "../errors.ts";
import { type Account, holdAccountIfAny } from "../users/accounts.ts";
import { users } from "../users/schema.ts";
import { grantOf, holdGrants } from "./grants.ts";
import type { InstancePermission } from "./permissions.ts";
import type { InstanceWork } from "./work.ts";

const lackedBy = (mine: readonly string[], theirs: readonly string[]): string[] =>
  theirs.filter((permission) => !mine.includes(permission));

/**
 * What the actor's grant holds now, which nobody changes any more: what the gate remembers may be a moment old.
 *
 * @throws AppError `request.not_found` when it is gone by now, or the account closed
 */
export async function heldBy(
  work: InstanceWork,
  permission: InstancePermission,
): Promise<readonly InstancePermission[]> {
  await holdGrants(work);
  const held = await grantOf(work, work.actor.userId, isNull(users.disabledAt));
  if (!held?.includes(permission)) throw refusal("request.not_found");
  return held;
}

/** The account of somebody, held until the transaction ends. @throws AppError `user.not_found` */
export async function holdPerson(work: InstanceWork, userId: string): Promise<Account> {
  const account = await holdAccountIfAny(work, userId);
  if (account === null) throw refusal("user.not_found");
  return account;
}

/**
 * Holds somebody else whom the actor may act upon: whoever runs the installation too is touched only by those who may do all that they
 * may.
 *
 * @param needed what the actor does it by
 * @returns the account, and what it holds of the installation; null where it holds nothing
 * @throws AppError `instance.self`, `user.not_found`, `instance.outranked`; `request.not_found` when the actor's grant is gone by now
 */
export async function holdSubject(
  work: InstanceWork,
  userId: string,
  needed: InstancePermission,
): Promise<{ account: Account; mine: readonly InstancePermission[]; theirs: readonly InstancePermission[] | null }> {
  const mine = await heldBy(work, needed);
  if (userId === work.actor.userId) throw refusal("instance.self");
  const account = await holdPerson(work, userId);
  const theirs = await grantOf(work, userId);
  const missing = lackedBy(mine, theirs ?? []);
  if (missing.length > 0) throw refusal("instance.outranked", { missing }, { organizationId: null, target: userId });
  return { account, mine, theirs };
}

/** Nobody gives what they lack. @throws AppError `instance.permission_missing` */
export function requireAll(mine: readonly InstancePermission[], given: readonly InstancePermission[]): void {
  const missing = lackedBy(mine, given);
  if (missing.length > 0) throw refusal("instance.permission_missing", { missing }, { organizationId: null });
}
