import type { Database, RequestInfo, Work } from "@gatehouse/db";
import { AppError, newId } from "@gatehouse/kernel";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { addressKey, type ProofOfWork } from "@gatehouse/limits";
import { and, desc, eq, gt, inArray, sql } from "drizzle-orm";
import { VERIFICATION_SECONDS } from "../config.ts";
import type { AuthLimits, AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import type { Passwords } from "../passwords/passwords.ts";
import type { Accounts } from "../users/accounts.ts";
import { pendingSignUps, users } from "../users/schema.ts";

/** Who may make an account: anybody, the invited, nobody. */
export type SignUpMode = "open" | "invited" | "closed";

/** Whether an address may have an account of its own making. */
export type IsWelcome = (work: Work, email: string) => Promise<boolean>;

/** What the mode means for one address. @param isInvited whether an organization waits for it */
export function welcomeIn(mode: SignUpMode, isInvited: IsWelcome): IsWelcome {
  if (mode === "invited") return isInvited;
  return async () => mode === "open";
}

export interface SignUpInput {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  /** Answers the challenge of a 429, once, for this address. */
  readonly proofOfWork?: string | undefined;
}

interface SignUpDeps {
  readonly db: Database;
  readonly passwords: Passwords;
  readonly mail: AuthMail;
  readonly isWelcome: IsWelcome;
  readonly accounts: Accounts;
  readonly limits: AuthLimits;
  readonly proofs: ProofOfWork;
}

/**
 * Sign-up by pending rows: each sign-up is a row of its own (name, password hash, link), and opening a link makes the account
 * from that row alone and voids the others.
 */
export function createSignUp({ db, passwords, mail, isWelcome, accounts, limits, proofs }: SignUpDeps) {
  /** An office behind one address is not shut out: work stands in for the points that others spent. */
  async function requireRoom({ ip }: RequestInfo, { email, proofOfWork }: SignUpInput): Promise<void> {
    try {
      await limits.spend("signUp", addressKey(ip));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "limits.exceeded") throw error;
      if (proofOfWork !== undefined && (await proofs.redeem(email, proofOfWork))) return;
      throw error.withDetails({ challenge: await proofs.challenge(email) });
    }
  }

  return {
    /**
     * Asks for an account. Known and unknown addresses are answered alike and cost alike: the hash is made first, and the owner
     * of a known address gets a mail instead.
     *
     * @throws AppError `password.*` when the password is not acceptable; `limits.exceeded`, with a `challenge` whose answer lets this
     *   address pass
     */
    async request(request: RequestInfo, input: SignUpInput): Promise<{ status: "verificationSent" }> {
      const { email, password, name } = input;
      await requireRoom(request, input);
      await passwords.requireAcceptable(password, [name, email]);
      const id = newId("sup");
      const passwordHash = await passwords.seal(password, id);
      await db.work(request, async (work) => {
        await record(work, "account.sign_up_requested", { target: id });
        if (await accounts.exists(work, email)) return mail.send(work, "alreadyRegistered", { to: email });
        if (!(await isWelcome(work, email))) return;
        const token = await insertPending(work, { id, email, name, passwordHash });
        await mail.send(work, "verifyEmail", { to: email, token });
      });
      return { status: "verificationSent" };
    },

    /** Mails a new link for the newest sign-up of this address; the link before it is void. Answers alike for every address. */
    async resend(work: Work, { email }: { email: string }): Promise<{ status: "sent" }> {
      await record(work, "account.verification_resent");
      const token = await renewLink(work, email);
      if (token !== null) await mail.send(work, "verifyEmail", { to: email, token });
      return { status: "sent" };
    },

    /**
     * Spends a link: makes the account, its personal organization and its membership, and voids every other sign-up of the address.
     *
     * @throws AppError `auth.link_invalid` for a link that is spent, void, too old or of another purpose
     */
    async verify(work: Work, { token }: { token: string }): Promise<{ status: "verified" }> {
      const [pending] = await work.tx
        .delete(pendingSignUps)
        .where(and(eq(pendingSignUps.digest, digestOf(token)), gt(pendingSignUps.expiresAt, work.now)))
        .returning();
      if (!pending) throw refusal("auth.link_invalid");
      const id = newId("usr");
      const passwordHash = passwords.reseal(pending.passwordHash, pending.id, id);
      const { email, name } = pending;
      const made = await accounts.create(work, { id, organizationId: newId("org"), email, name, passwordHash });
      if (!made) throw refusal("auth.link_invalid");
      await voidOthers(work, pending.email);
      return { status: "verified" };
    },
  };
}

/**
 * The newest live row of an address without an account. A row that lost a race of two links outlives the account that the other
 * one made: its link would open nothing.
 */
const newestOf = ({ tx, now }: Work, email: string) =>
  tx
    .select({ id: pendingSignUps.id })
    .from(pendingSignUps)
    .where(
      and(
        eq(pendingSignUps.email, email),
        gt(pendingSignUps.expiresAt, now),
        sql`not exists (select from ${users} where ${users.email} = ${email})`,
      ),
    )
    .orderBy(desc(pendingSignUps.createdAt), desc(pendingSignUps.id))
    .limit(1);

/** @returns the token of the link that opens the new row */
async function insertPending(
  { tx, now }: Work,
  row: Pick<typeof pendingSignUps.$inferInsert, "id" | "email" | "name" | "passwordHash">,
): Promise<string> {
  const token = newToken("verify");
  const expiresAt = new Date(now.getTime() + VERIFICATION_SECONDS * 1000);
  await tx.insert(pendingSignUps).values({ ...row, digest: digestOf(token), createdAt: now, expiresAt });
  return token;
}

/** Gives the newest live row of an address a new link, if there is one: the link before it is void. */
async function renewLink(work: Work, email: string): Promise<string | null> {
  const token = newToken("verify");
  const [row] = await work.tx
    .update(pendingSignUps)
    .set({ digest: digestOf(token) })
    .where(inArray(pendingSignUps.id, newestOf(work, email)))
    .returning({ id: pendingSignUps.id });
  return row ? token : null;
}

/** Rows that another link is spending at this moment are left to it: it will find the address taken. */
async function voidOthers({ tx }: Work, email: string): Promise<void> {
  await tx.execute(sql`delete from ${pendingSignUps} where id in (
    select id from ${pendingSignUps} where email = ${email} for update skip locked)`);
}
