import { asApplication, type Work } from "@gatehouse/db";
import { sql } from "drizzle-orm";
import { record } from "./events.ts";

/**
 * Runs one part of a work as the application with every tenant's events, seals and checkpoints in sight. For the machinery of the log
 * alone, which would otherwise write an event about each look at one.
 *
 * @param reason what the policies of the database ask for: a word
 * @param fn gets the work of nobody, in no organization
 */
export function crossing<Result>(work: Work, reason: string, fn: (work: Work) => Promise<Result>): Promise<Result> {
  const { tx, now, request } = work;
  const say = (why: string) => tx.execute(sql`select set_config('gatehouse.crossing', ${why}, true)`);
  return asApplication(work, async () => {
    await say(reason);
    try {
      const result = await fn({ tx, now, request });
      await say("");
      return result;
    } catch (error) {
      // Refused only where a statement failed: then nothing but the rollback can follow, and the setting goes with it.
      await say("").catch(() => {});
      throw error;
    }
  });
}

/**
 * Runs one part of a work across tenants on purpose. It stands in the installation's own chain who did so, and why.
 *
 * @param reason a sentence for whoever reads the log
 */
export async function acrossTenants<Result>(
  work: Work,
  reason: string,
  fn: (work: Work) => Promise<Result>,
): Promise<Result> {
  await asApplication(work, () => record(work, "audit.tenants_crossed", { organizationId: null, detail: { reason } }));
  return crossing(work, reason, fn);
}
