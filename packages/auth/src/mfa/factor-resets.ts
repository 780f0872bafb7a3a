import { asApplication, type TenantWork, type Work } from "@gatehouse/db";
import { eq } from "drizzle-orm";
import { FACTOR_RESET_SECONDS } from "../config.ts";
import type { AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import type { FactorResetRules } from "../organizations/factor-reset-rules.ts";
import { accountOf } from "../users/accounts.ts";
import { issueLink, spendLink } from "../users/links.ts";
import { factorResets } from "./schema.ts";

/** When the factors will be gone, unless their owner objects. */
export interface ResetAsked {
  readonly status: "requested";
  readonly dueAt: string;
}

/** The link outlives the day a little, because the schedule may be late: whichever takes the row first has decided. */
const LATE_SECONDS = 60 * 60;

/** For a member who lost every factor: an admin asks, the person has a day to object, then the factors go. */
export function createFactorResets(mail: AuthMail, { requireBelow }: Pick<FactorResetRules, "requireBelow">) {
  return {
    /**
     * Asks for a member's second factors to be removed in a day, and tells that person. A request that waits already stays as it is.
     *
     * @throws AppError as `FactorResetRules.requireBelow`
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
  };
}

async function waiting({ tx, now }: Work, userId: string): Promise<Date> {
  const [row] = await tx
    .select({ dueAt: factorResets.dueAt })
    .from(factorResets)
    .where(eq(factorResets.userId, userId));
  return row?.dueAt ?? now;
}
