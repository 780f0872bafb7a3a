import type { Work } from "@gatehouse/db";
import type { SecondFactor } from "@gatehouse/kernel";
import { eq, isNotNull, sql } from "drizzle-orm";
import { users } from "../users/schema.ts";
import { passkeys, totp } from "./schema.ts";

/** The person of the surrounding select on users. Spelt out: drizzle leaves the table off, and an inner table has an `id` too. */
export const personId = sql.raw("auth.users.id");

/** The second factors of the account in the surrounding select on users, as one array column. */
export const factorsColumn = sql<SecondFactor[]>`array_remove(array[
  case when exists (select from ${totp} where ${totp.userId} = ${personId} and ${isNotNull(totp.confirmedAt)}) then 'totp' end,
  case when exists (select from ${passkeys} where ${passkeys.userId} = ${personId}) then 'passkey' end
], null)`;

/** The ways to prove a second factor; recovery codes stand in for any. None for whoever has no second factor. */
export const methodsOf = (factors: readonly SecondFactor[]): readonly string[] =>
  factors.length === 0 ? [] : [...factors, "recoveryCode"];

/** The second factors of a person. */
export async function factorsOf({ tx }: Work, userId: string): Promise<readonly SecondFactor[]> {
  const [row] = await tx.select({ factors: factorsColumn }).from(users).where(eq(users.id, userId));
  return row?.factors ?? [];
}
