import { inTenant, type Work } from "@gatehouse/db";
import { eq } from "drizzle-orm";
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

type MakeOrganization = (work: Work & { organizationId: string }, organization: NewOrganization) => Promise<unknown>;

/** Accounts, each with its personal organization. */
export function createAccounts(makeOrganization: MakeOrganization) {
  return {
    /** Whether an address has an account. */
    async exists({ tx }: Work, email: string): Promise<boolean> {
      return (await tx.select({ id: users.id }).from(users).where(eq(users.email, email))).length > 0;
    },

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
