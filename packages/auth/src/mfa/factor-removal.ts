import { type Database, type Jobs, type RequestInfo, tryEach, type Work } from "@gatehouse/db";
import { and, eq, lte } from "drizzle-orm";
import { SCHEDULES } from "../config.ts";
import type { AuthMail } from "../deps.ts";
import { record } from "../events.ts";
import type { Gate } from "../gate/gate.ts";
import type { FactorResetRules } from "../organizations/factor-reset-rules.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { accountOf } from "../users/accounts.ts";
import { factorResets, passkeys, recoveryCodes, totp } from "./schema.ts";

/** The queue that removes factors. */
export const FACTOR_RESET_QUEUE = "factor-reset";

interface FactorRemovalDeps {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly gate: Gate;
  readonly sessions: Sessions;
  readonly mail: AuthMail;
  readonly stands: FactorResetRules["stands"];
}

const SCHEDULE: RequestInfo = { id: "factor-reset", ip: null, userAgent: null };
const FACTORS = [totp, passkeys, recoveryCodes];

type FactorReset = typeof factorResets.$inferSelect;

/** Removes, by schedule, the second factors of those who had their day to object. */
export function createFactorRemoval({ db, jobs, gate, sessions, mail, stands }: FactorRemovalDeps) {
  async function removeFactors(work: Work, { userId, askedIn, askedBy }: FactorReset): Promise<void> {
    const { email, personalOrganizationId: organizationId } = await accountOf(work, userId);
    // A sign-in holds its factor, then the account: so every factor is held before the first deletion, which raises the account.
    for (const table of FACTORS)
      await work.tx.select({ userId: table.userId }).from(table).where(eq(table.userId, userId)).for("update");
    for (const table of FACTORS) await work.tx.delete(table).where(eq(table.userId, userId));
    await sessions.endAll(work, userId, { actorId: null, organizationId });
    await gate.end(work, { user: userId });
    await record(work, "mfa.reset", { actorId: null, organizationId, target: userId });
    await record(work, "member.factors_reset", { actorId: askedBy, organizationId: askedIn, target: userId });
    await mail.send(work, "factorsReset", { to: email });
  }

  /** The row is taken by one statement: what was cancelled, or done by another instance, is not there. */
  const removeIfDue = (userId: string): Promise<void> =>
    db.work(SCHEDULE, async (work) => {
      const isDue = and(eq(factorResets.userId, userId), lte(factorResets.dueAt, work.now));
      const [taken] = await work.tx.delete(factorResets).where(isDue).returning();
      if (taken && (await stands(work, taken))) await removeFactors(work, taken);
    });

  async function run(): Promise<void> {
    const due = await db.work(SCHEDULE, ({ tx, now }) =>
      tx.select({ userId: factorResets.userId }).from(factorResets).where(lte(factorResets.dueAt, now)),
    );
    await tryEach(due, ({ userId }) => removeIfDue(userId));
  }

  jobs.handle(FACTOR_RESET_QUEUE, run);
  jobs.every(FACTOR_RESET_QUEUE, SCHEDULES.factorReset);
  return { run };
}
