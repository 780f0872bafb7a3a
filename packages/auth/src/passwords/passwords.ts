import type { Database, RequestInfo } from "@gatehouse/db";
import { addressKey, type Limits } from "@gatehouse/limits";
import type { Sealer } from "@gatehouse/kernel/secrets";
import { eq } from "drizzle-orm";
import type { LimitName } from "../config.ts";
import { refusal } from "../errors.ts";
import { users } from "../users/schema.ts";
import { atFloor } from "./floor.ts";
import type { Hasher } from "./hash.ts";

/** An account that proved its password. */
export interface Proven {
  readonly userId: string;
  readonly personalOrganizationId: string;
}

/** The row that a stored hash is bound to: a hash moved to another row does not open. */
export const pepperedFor = (id: string): string => `password:${id}`;

/** Passwords as stored: argon2id, then encrypted under `APP_SECRET` (the pepper), so that the key rotates without passwords. */
export function createPasswords(db: Database, limits: Limits<LimitName>, hasher: Hasher, sealer: Sealer) {
  const findAccount = (request: RequestInfo, email: string) =>
    db.work(request, async ({ tx }) => {
      const [row] = await tx
        .select({
          userId: users.id,
          personalOrganizationId: users.personalOrganizationId,
          passwordHash: users.passwordHash,
          disabledAt: users.disabledAt,
        })
        .from(users)
        .where(eq(users.email, email));
      return row ?? null;
    });

  return {
    /** @returns the hash, sealed for the row with this id */
    async seal(password: string, id: string): Promise<string> {
      return sealer.seal(await hasher.hash(password), pepperedFor(id));
    },

    /** Moves a sealed hash from one row to another: from a sign-up to the account that it became. */
    reseal: (sealed: string, fromId: string, toId: string): string =>
      sealer.seal(sealer.open(sealed, pepperedFor(fromId)), pepperedFor(toId)),

    /**
     * The one function that answers whether a password is right. It spends the guess budgets first, in statements of their own;
     * a right password gives back its own counter alone. Unknown, disabled and wrong look and cost alike.
     *
     * @throws AppError `auth.credentials_wrong`, `limits.exceeded`, `password.busy`
     */
    verify: (request: RequestInfo, email: string, password: string): Promise<Proven> =>
      atFloor(() => verify(request, email, password)),
  };

  async function verify(request: RequestInfo, email: string, password: string): Promise<Proven> {
    const key = `${email}|${addressKey(request.ip)}`;
    await limits.spend("passwordByAddressAndIp", key);
    await limits.spend("passwordByAccount", email);
    const account = await findAccount(request, email);
    const stored = account?.passwordHash ? sealer.open(account.passwordHash, pepperedFor(account.userId)) : null;
    const matches = await hasher.verify(password, stored);
    if (!matches || account === null || account.disabledAt !== null) {
      const { userId = null, personalOrganizationId = null } = account ?? {};
      throw refusal("auth.credentials_wrong", {}, { actorId: userId, organizationId: personalOrganizationId });
    }
    await Promise.all([limits.reset("passwordByAddressAndIp", key), limits.reset("passwordByAccount", email)]);
    return { userId: account.userId, personalOrganizationId: account.personalOrganizationId };
  }
}

export type Passwords = ReturnType<typeof createPasswords>;
