import type { Work } from "@gatehouse/db";
import { asc, eq } from "drizzle-orm";
import { record } from "../events.ts";
import type { Account } from "../users/accounts.ts";
import { users } from "../users/schema.ts";
import { instanceGrants } from "./schema.ts";

/** Somebody who may run the installation. */
export interface InstanceAdmin {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly grantedAt: Date;
}

const placeOf = ({ id, personalOrganizationId: organizationId }: Account) => ({ target: id, organizationId });

/** Lets a person run the installation. @returns false when they might already */
export async function grantInstance(work: Work, account: Account): Promise<boolean> {
  const granted = await work.tx
    .insert(instanceGrants)
    .values({ userId: account.id, grantedAt: work.now })
    .onConflictDoNothing()
    .returning({ userId: instanceGrants.userId });
  if (granted.length > 0) await record(work, "instance.granted", placeOf(account));
  return granted.length > 0;
}

/** Takes the grant away. @returns false when there was none */
export async function revokeInstance(work: Work, account: Account): Promise<boolean> {
  const revoked = await work.tx
    .delete(instanceGrants)
    .where(eq(instanceGrants.userId, account.id))
    .returning({ userId: instanceGrants.userId });
  if (revoked.length > 0) await record(work, "instance.revoked", placeOf(account));
  return revoked.length > 0;
}

/** Everybody who may run the installation, longest first. */
export function listInstanceAdmins({ tx }: Work): Promise<InstanceAdmin[]> {
  return tx
    .select({ userId: users.id, email: users.email, name: users.name, grantedAt: instanceGrants.grantedAt })
    .from(instanceGrants)
    .innerJoin(users, eq(users.id, instanceGrants.userId))
    .orderBy(asc(instanceGrants.grantedAt), asc(users.id));
}
