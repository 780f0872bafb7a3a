import { erasePerson } from "@gatehouse/audit";
import {
  type Database,
  inTenant,
  type Jobs,
  type OrganizationWork,
  type RequestInfo,
  tryEach,
  type Work,
} from "@gatehouse/db";
import { and, eq, lte } from "drizzle-orm";
import { SCHEDULES } from "../config.ts";
import type { AuthMail } from "../deps.ts";
import { record } from "../events.ts";
import type { Gate } from "../gate/gate.ts";
import type { Departure } from "../organizations/ownership.ts";
import { type Account, accountOf } from "./accounts.ts";
import { pendingSignUps, users } from "./schema.ts";

/** The queue that erases accounts. */
export const ERASURE_QUEUE = "account-erasure";

/** What becomes of organizations; from their slice. */
export interface OrganizationsOfLeavers {
  readonly departureOf: (work: Work, userId: string) => Promise<Departure>;
  readonly erase: (work: Work, organizationId: string) => Promise<void>;
}

interface ErasureDeps {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly gate: Gate;
  readonly mail: AuthMail;
  readonly organizations: OrganizationsOfLeavers;
  /** Ends the keys that a member made in the organization of the work; from their slice. */
  readonly endKeysOf: (work: OrganizationWork, userId: string) => Promise<void>;
}

const SCHEDULE: RequestInfo = { id: "erasure", ip: null, userAgent: null };
const placeOf = ({ id, personalOrganizationId: organizationId }: Account) => ({
  target: id,
  organizationId,
  actorId: null,
});

async function callOff(work: Work, account: Account, mail: AuthMail): Promise<void> {
  await work.tx.update(users).set({ deletesAt: null }).where(eq(users.id, account.id));
  await record(work, "account.deletion_called_off", placeOf(account));
  await mail.send(work, "deletionCalledOff", { to: account.email });
}

/** Erases, by schedule, the accounts whose time of grace is over. */
export function createErasure({ db, jobs, gate, mail, organizations, endKeysOf }: ErasureDeps) {
  /** What others hold of the person hangs on the account's row, and goes or is emptied with it. */
  async function erase(work: Work, account: Account, { empty, left }: Departure): Promise<void> {
    const { id: userId, email } = account;
    for (const organizationId of left) {
      await inTenant(work, organizationId, (tenant) => endKeysOf(tenant, userId));
      await record(work, "member.erased", { organizationId, actorId: null, target: userId });
    }
    for (const organizationId of empty) await organizations.erase(work, organizationId);
    await gate.end(work, { user: userId });
    await work.tx.delete(pendingSignUps).where(eq(pendingSignUps.email, email));
    await work.tx.delete(users).where(eq(users.id, userId));
    await erasePerson(work, userId);
    await record(work, "account.erased", placeOf(account));
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
      await (departure.orphaned.length > 0 ? callOff(work, account, mail) : erase(work, account, departure));
    });

  /** Erases every account that is due. One that cannot be erased does not keep the others from it. */
  async function run(): Promise<void> {
    const due = await db.work(SCHEDULE, ({ tx, now }) =>
      tx.select({ id: users.id }).from(users).where(lte(users.deletesAt, now)).orderBy(users.deletesAt),
    );
    await tryEach(due, ({ id }) => eraseIfDue(id));
  }

  jobs.handle(ERASURE_QUEUE, run);
  jobs.every(ERASURE_QUEUE, SCHEDULES.erasure);
  return { run };
}
