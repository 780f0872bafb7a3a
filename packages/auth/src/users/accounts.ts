import { asApplication, inTenant, type OrganizationWork, type Work } from "@gatehouse/db";
import { asc, eq, sql } from "drizzle-orm";
import { brokenConstraint } from "../constraint.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import type { NewOrganization } from "../organizations/organizations.ts";
import { users } from "./schema.ts";

/** An account to be made: its address was proven, and its hash is sealed for this id. */
export interface NewAccount {
  readonly id: string;
  readonly organizationId: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

/** An account as the slices of this package know it. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly personalOrganizationId: string;
  readonly disabledAt: Date | null;
}

const columns = {
  id: users.id,
  email: users.email,
  name: users.name,
  personalOrganizationId: users.personalOrganizationId,
  disabledAt: users.disabledAt,
};

/** The account of an address, or null. */
export async function findAccount({ tx }: Work, email: string): Promise<Account | null> {
  const [row] = await tx.select(columns).from(users).where(eq(users.email, email));
  return row ?? null;
}

/** An account that is known to exist. @throws AppError `auth.session_required` when it was deleted a moment ago */
export async function accountOf({ tx }: Work, userId: string): Promise<Account> {
  const [row] = await tx.select(columns).from(users).where(eq(users.id, userId));
  if (!row) throw refusal("auth.session_required");
  return row;
}

/**
 * The same, held until the transaction ends. Whoever changes an account's password, address, links or sessions takes its row first, so
 * that nobody waits in a ring, and no sign-in slips through: it takes the row too.
 */
export async function holdAccount(work: Work, userId: string): Promise<Account> {
  const row = await holdAccountIfAny(work, userId);
  if (!row) throw refusal("auth.session_required");
  return row;
}

/** The same of an account that may not exist; then null. */
export async function holdAccountIfAny({ tx }: Work, userId: string): Promise<Account | null> {
  const [row] = await tx.select(columns).from(users).where(eq(users.id, userId)).for("no key update");
  return row ?? null;
}

/**
 * The rows of several accounts, held like one and always in the same order, from inside an organization too. An id that is no account's is
 * passed over.
 */
export async function holdAccounts(work: Work, userIds: readonly string[]): Promise<void> {
  await asApplication(work, () =>
    work.tx
      .select({ id: users.id })
      .from(users)
      .where(sql`${users.id} = any(${sql.param(userIds)})`)
      .orderBy(asc(users.id))
      .for("no key update"),
  );
}

/** Puts an address in force. @returns false, having changed nothing, when another account has it */
export async function storeEmail({ tx }: Work, userId: string, email: string): Promise<boolean> {
  try {
    await tx.transaction((inner) => inner.update(users).set({ email }).where(eq(users.id, userId)));
    return true;
  } catch (error) {
    if (brokenConstraint(error) === "users_email_key") return false;
    throw error;
  }
}

type MakeOrganization = (work: OrganizationWork, organization: NewOrganization) => Promise<unknown>;

/** Accounts, each with its personal organization. */
export function createAccounts(makeOrganization: MakeOrganization) {
  return {
    find: findAccount,

    /** Whether an address has an account. */
    exists: async (work: Work, email: string): Promise<boolean> => (await findAccount(work, email)) !== null,

    /**
     * Makes an account and its personal organization.
     *
     * @returns false, having changed nothing, when the address has an account
     */
    async create(work: Work, { id, organizationId, email, name, passwordHash }: NewAccount): Promise<boolean> {
      const made = await work.tx
        .insert(users)
        .values({ id, email, name, passwordHash, personalOrganizationId: organizationId, createdAt: work.now })
        .onConflictDoNothing({ target: users.email })
        .returning({ id: users.id });
      if (made.length === 0) return false;
      await inTenant(work, organizationId, (tenant) => makeOrganization(tenant, { name, ownerId: id, personal: true }));
      await record(work, "account.created", { actorId: id, organizationId, target: id });
      return true;
    },
  };
}

export type Accounts = ReturnType<typeof createAccounts>;
