import {
  asApplication,
  type Database,
  type Jobs,
  inTenant,
  type RequestInfo,
  type TenantWork,
  type Work,
} from "@gatehouse/db";
import { and, eq, lte } from "drizzle-orm";
import { FACTOR_RESET_SECONDS, SCHEDULES } from "../config.ts";
import type { AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import type { Gate } from "../gate/gate.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { accountOf } from "../users/accounts.ts";
import { issueLink, spendLink } from "../users/links.ts";
import { factorResets, passkeys, recoveryCodes, totp } from "./schema.ts";

/** The queue that removes factors. */
export const FACTOR_RESET_QUEUE = "factor-reset";

interface FactorResetDeps {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly gate: Gate;
  readonly sessions: Sessions;
  readonly mail: AuthMail;
  /** The role of a member in the organization of the work; null for whoever is none. */
  readonly roleOf: (work: Work & { organizationId: string }, userId: string) => Promise<string | null>;
}

/** When the factors will be gone, unless their owner objects. */
export interface ResetAsked {
  readonly status: "requested";
  readonly dueAt: string;
}

const SCHEDULE: RequestInfo = { id: "factor-reset", ip: null, userAgent: null };
/** The link outlives the day a little, because the schedule may be late: whichever takes the row first has decided. */
const LATE_SECONDS = 60 * 60;

const FACTORS = [totp, passkeys, recoveryCodes];

type FactorReset = typeof factorResets.$inferSelect;

/** For a member who lost every factor: an admin asks, the person has a day to object, then the factors go. */
export function createFactorResets({ db, jobs, gate, sessions, mail, roleOf }: FactorResetDeps) {
  async function requireBelow(work: TenantWork, userId: string): Promise<void> {
    if (userId === work.actor.userId) throw refusal("member.self");
    const role = await roleOf(work, userId);
    if (role === null) throw refusal("member.not_found");
    const mine = work.actor.memberships.get(work.organizationId)?.role;
    if (role === "owner" && mine !== "owner") throw refusal("member.outranked", {}, { target: userId });
  }

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
      if (!taken) return;
      const role = await inTenant(work, taken.askedIn, (tenant) => roleOf(tenant, userId));
      // Whoever left the organization meanwhile is no longer its to help.
      if (role !== null) await removeFactors(work, taken);
    });

  async function run(): Promise<void> {
    const due = await db.work(SCHEDULE, ({ tx, now }) =>
      tx.select({ userId: factorResets.userId }).from(factorResets).where(lte(factorResets.dueAt, now)),
    );
    const faults: unknown[] = [];
    for (const { userId } of due) await removeIfDue(userId).catch((error: unknown) => void faults.push(error));
    if (faults.length > 0) throw faults[0];
  }

  jobs.handle(FACTOR_RESET_QUEUE, run);
  jobs.every(FACTOR_RESET_QUEUE, SCHEDULES.factorReset);

  return {
    /**
     * Asks for a member's second factors to be removed in a day, and tells that person. A request that waits already stays as it is.
     *
     * @throws AppError `member.self`, `member.not_found`; `member.outranked` for an owner, unless an owner asks
     */
    async request(work: TenantWork, { userId }: { userId: string }): Promise<ResetAsked> {
      await requireBelow(work, userId);
      const dueAt = new Date(work.now.getTime() + FACTOR_RESET_SECONDS * 1000);
      const asked = { userId, askedIn: work.organizationId, askedBy: work.actor.userId, askedAt: work.now, dueAt };
      const seconds = FACTOR_RESET_SECONDS + LATE_SECONDS;
      const { before, notice } = await asApplication(work, async () => {
        const [made] = await work.tx.insert(factorResets).values(asked).onConflictDoNothing().returning();
        if (!made) return { before: await waiting(work, userId), notice: null };
        const token = await issueLink(work, { purpose: "cancel-factor-reset", userId, seconds });
        return { before: null, notice: { to: (await accountOf(work, userId)).email, token } };
      });
      const at = (before ?? dueAt).toISOString();
      await record(work, "member.factors_reset_requested", { target: userId, detail: { dueAt: at } });
      if (notice) await mail.send(work, "factorResetAsked", { ...notice, at });
      return { status: "requested", dueAt: at };
    },

    /** The person objects. @throws AppError `auth.link_invalid`, also when the factors are gone already */
    async cancel(work: Work, { token }: { token: string }): Promise<{ status: "cancelled" }> {
      const { userId } = await spendLink(work, "cancel-factor-reset", token);
      const [kept] = await work.tx.delete(factorResets).where(eq(factorResets.userId, userId)).returning();
      if (!kept) throw refusal("auth.link_invalid");
      const facts = { actorId: userId, organizationId: kept.askedIn, target: userId };
      await record(work, "member.factors_reset_cancelled", facts);
      return { status: "cancelled" };
    },

    run,
  };
}

async function waiting({ tx, now }: Work, userId: string): Promise<Date> {
  const [row] = await tx
    .select({ dueAt: factorResets.dueAt })
    .from(factorResets)
    .where(eq(factorResets.userId, userId));
  return row?.dueAt ?? now;
}
