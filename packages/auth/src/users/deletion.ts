import type { Database, Jobs, RequestInfo, UserWork, Work } from "@gatehouse/db";
import { and, eq, isNull, lte } from "drizzle-orm";
import { ERASURE_SECONDS, SCHEDULES } from "../config.ts";
import type { AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import type { Gate } from "../gate/gate.ts";
import type { Departure } from "../organizations/ownership.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { type Account, accountOf, holdAccount } from "./accounts.ts";
import { pendingSignUps, users } from "./schema.ts";

/** The queue that erases accounts. */
export const ERASURE_QUEUE = "account-erasure";

interface DeletionDeps {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly gate: Gate;
  readonly sessions: Sessions;
  readonly mail: AuthMail;
  readonly organizations: {
    readonly departureOf: (work: Work, userId: string) => Promise<Departure>;
    readonly erase: (work: Work, organizationId: string) => Promise<void>;
  };
}

/** When an account will be gone, unless somebody signs in to it. */
export interface Deleting {
  readonly status: "deleting";
  readonly erasesAt: string;
}

const SCHEDULE: RequestInfo = { id: "erasure", ip: null, userAgent: null };

/** Leaving for good: asked for, seven days of grace that any sign-in ends, then erasure. */
export function createDeletion({ db, jobs, gate, sessions, mail, organizations }: DeletionDeps) {
  const placeOf = ({ id, personalOrganizationId: organizationId }: Account) => ({ target: id, organizationId });

  async function callOff(work: Work, account: Account): Promise<void> {
    await work.tx.update(users).set({ deletesAt: null }).where(eq(users.id, account.id));
    await record(work, "account.deletion_called_off", { ...placeOf(account), actorId: null });
    await mail.send(work, "deletionCalledOff", { to: account.email });
  }

  /** What others hold of the person hangs on the account's row, and goes or is emptied with it. */
  async function erase(work: Work, account: Account, { empty, left }: Departure): Promise<void> {
    const { id: userId, email } = account;
    for (const organizationId of left) {
      await record(work, "member.erased", { organizationId, actorId: null, target: userId });
    }
    for (const organizationId of empty) await organizations.erase(work, organizationId);
    await gate.end(work, { user: userId });
    await work.tx.delete(pendingSignUps).where(eq(pendingSignUps.email, email));
    await work.tx.delete(users).where(eq(users.id, userId));
    await record(work, "account.erased", { ...placeOf(account), actorId: null });
    await mail.send(work, "accountErased", { to: email });
  }

  /** One account, if it is still due, and nobody else is at it: a sign-in or another instance decides first, or waits. */
  const eraseIfDue = (userId: string): Promise<void> =>
    db.work(SCHEDULE, async (work) => {
      const isDue = and(eq(users.id, userId), lte(users.deletesAt, work.now));
      const [due] = await work.tx.select({ id: users.id }).from(users).where(isDue).for("update", { skipLocked: true });
      if (!due) return;
      const account = await accountOf(work, userId);
      const departure = await organizations.departureOf(work, userId);
      await (departure.orphaned.length > 0 ? callOff(work, account) : erase(work, account, departure));
    });

  /** Erases every account whose time has come. One that cannot be erased does not keep the others from it. */
  async function run(): Promise<void> {
    const due = await db.work(SCHEDULE, ({ tx, now }) =>
      tx.select({ id: users.id }).from(users).where(lte(users.deletesAt, now)).orderBy(users.deletesAt),
    );
    const faults: unknown[] = [];
    for (const { id } of due) await eraseIfDue(id).catch((error: unknown) => void faults.push(error));
    if (faults.length > 0) throw faults[0];
  }

  jobs.handle(ERASURE_QUEUE, run);
  jobs.every(ERASURE_QUEUE, SCHEDULES.erasure);

  return {
    /**
     * Asks for the actor's account to be erased, and ends every session.
     *
     * @param confirm the account's address, typed once more
     * @throws AppError `request.invalid` for another address; `account.sole_owner`, details `{ organizationIds }`
     */
    async request(work: UserWork, { confirm }: { confirm: string }): Promise<Deleting> {
      const { userId } = work.actor;
      const account = await holdAccount(work, userId);
      if (confirm !== account.email) {
        throw refusal("request.invalid", { fieldErrors: { confirm: ["Type the address of this account."] } });
      }
      const { orphaned } = await organizations.departureOf(work, userId);
      if (orphaned.length > 0) throw refusal("account.sole_owner", { organizationIds: orphaned });
      const deletesAt = new Date(work.now.getTime() + ERASURE_SECONDS * 1000);
      const asked = await work.tx
        .update(users)
        .set({ deletesAt })
        .where(and(eq(users.id, userId), isNull(users.deletesAt)))
        .returning({ id: users.id });
      await sessions.endAll(work, userId);
      await gate.end(work, { user: userId });
      const erasesAt = deletesAt.toISOString();
      if (asked.length > 0) {
        await record(work, "account.deletion_requested", { target: userId, detail: { erasesAt } });
        await mail.send(work, "deletionAsked", { to: account.email, at: erasesAt });
      }
      return { status: "deleting", erasesAt };
    },

    run,
  };
}
