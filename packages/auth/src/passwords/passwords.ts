import type { Database, RequestInfo, SealedColumn, Work } from "@gatehouse/db";
import type { Sealer } from "@gatehouse/kernel/secrets";
import { and, eq } from "drizzle-orm";
import type { AuthLimits } from "../deps.ts";
import { refusal } from "../errors.ts";
import { users } from "../users/schema.ts";
import { type BreachSource, isBreached } from "./breaches.ts";
import { atFloor } from "./floor.ts";
import { createGuesses } from "./guesses.ts";
import { type Hasher, isOutdated } from "./hash.ts";
import type { ImportScheme } from "./imported.ts";
import { passwordRefusal, requireUnguessable } from "./rules.ts";

/** An account that proved its password. */
export interface Proven {
  readonly userId: string;
  readonly personalOrganizationId: string;
  /** Which password it was, by the time of its choice in milliseconds: a hash takes a while, and a reset may come between. */
  readonly passwordChangedAt: number | null;
}

/** The row that a stored hash is bound to: a hash moved to another row does not open. */
export const pepperedFor = (id: string): string => `password:${id}`;

/** Where sealed hashes stand. */
export const sealedPasswords: readonly SealedColumn[] = [
  { holds: "passwords", table: "auth.users", id: "id", column: "password_hash", placeOf: pepperedFor },
  {
    holds: "passwords of sign-ups",
    table: "auth.pending_sign_ups",
    id: "id",
    column: "password_hash",
    placeOf: pepperedFor,
  },
];

interface PasswordDeps {
  readonly db: Database;
  readonly limits: AuthLimits;
  readonly hasher: Hasher;
  readonly sealer: Sealer;
  /** Whether a person signed in on the device of the request before; from the sign-in slice. */
  readonly isKnownDevice: (work: Work, userId: string) => Promise<boolean>;
  /** The list of stolen passwords that new ones are looked up in, and who hears when it does not answer. */
  readonly breaches: { readonly source: BreachSource; readonly onFault: (error: unknown) => void } | null;
}

/** Passwords as stored: argon2id, then encrypted under `APP_SECRET` (the pepper), so that the key rotates without passwords. */
export function createPasswords({ db, limits, hasher, sealer, isKnownDevice, breaches }: PasswordDeps) {
  const guesses = createGuesses(limits);

  /** The account of an address, and whether it knows the device. The same statements for everybody, an address without an account too. */
  const findAccount = (request: RequestInfo, email: string) =>
    db.work(request, async (work) => {
      const [row] = await work.tx
        .select({
          userId: users.id,
          personalOrganizationId: users.personalOrganizationId,
          passwordHash: users.passwordHash,
          passwordChangedAt: users.passwordChangedAt,
          disabledAt: users.disabledAt,
        })
        .from(users)
        .where(eq(users.email, email));
      return { account: row ?? null, isKnown: await isKnownDevice(work, row?.userId ?? "") };
    });

  /** A hash that does not open (damaged, moved, its key gone) is nobody's: a failed sign-in, which looks like any other. */
  function opened(sealed: string, userId: string): string | null {
    try {
      return sealer.open(sealed, pepperedFor(userId));
    } catch {
      return null;
    }
  }

  return {
    /**
     * Accepts or refuses a new password.
     *
     * @param personal the person's own name and address
     * @throws AppError `password.*`, with the reason in `fieldErrors.password`
     */
    async requireAcceptable(password: string, personal: readonly string[]): Promise<void> {
      requireUnguessable(password, personal);
      if (breaches && (await isBreached(breaches.source, password, breaches.onFault))) {
        throw passwordRefusal("password.breached");
      }
    },

    /** @returns the hash, sealed for the row with this id */
    async seal(password: string, id: string): Promise<string> {
      return sealer.seal(await hasher.hash(password), pepperedFor(id));
    },

    /**
     * Another system's hash as ours: argon2id around it, sealed for the row with this id; made anew at the first sign-in.
     *
     * @throws Error when the text is not a hash of the scheme
     */
    async importHash(scheme: ImportScheme, hash: string, id: string): Promise<string> {
      return sealer.seal(await hasher.wrap(scheme, hash), pepperedFor(id));
    },

    /** Moves a sealed hash from one row to another: from a sign-up to the account that it became. */
    reseal: (sealed: string, fromId: string, toId: string): string =>
      sealer.seal(sealer.open(sealed, pepperedFor(fromId)), pepperedFor(toId)),

    /**
     * The one function that answers whether a password is right. It spends the guess budgets first, in statements of their own;
     * a right password gives back its own counters alone. Unknown, disabled and wrong look and cost alike.
     *
     * @throws AppError `auth.credentials_wrong`, `limits.exceeded`, `password.busy`
     */
    verify: (request: RequestInfo, email: string, password: string): Promise<Proven> =>
      atFloor(() => verify(request, email, password)),

    /** Gives back what was guessed at an account, once its mailbox chose a new password. @throws AppError `limits.unavailable` */
    forgive: guesses.forgive,
  };

  /** Hashes anew with today's parameters, unless the password was changed meanwhile. */
  async function renew(request: RequestInfo, userId: string, before: string | null, password: string): Promise<void> {
    const passwordHash = sealer.seal(await hasher.hash(password), pepperedFor(userId));
    await db.work(request, ({ tx }) =>
      tx
        .update(users)
        .set({ passwordHash })
        .where(and(eq(users.id, userId), eq(users.passwordHash, before ?? ""))),
    );
  }

  async function verify(request: RequestInfo, email: string, password: string): Promise<Proven> {
    const { account, isKnown } = await findAccount(request, email);
    const budget = guesses.budgetOf(request, email, isKnown);
    await guesses.spend(budget);
    const stored = account?.passwordHash ? opened(account.passwordHash, account.userId) : null;
    const matches = await hasher.verify(password, stored);
    if (!matches || account === null || account.disabledAt !== null) {
      const { userId = null, personalOrganizationId = null } = account ?? {};
      throw refusal("auth.credentials_wrong", {}, { actorId: userId, organizationId: personalOrganizationId });
    }
    if (stored !== null && isOutdated(stored)) await renew(request, account.userId, account.passwordHash, password);
    await guesses.giveBack(budget);
    const { userId, personalOrganizationId } = account;
    return { userId, personalOrganizationId, passwordChangedAt: account.passwordChangedAt?.getTime() ?? null };
  }
}

export type Passwords = ReturnType<typeof createPasswords>;
