import type { Database, Jobs, RequestInfo, Work } from "@gatehouse/db";
import { SCHEDULES } from "../config.ts";

/** The queue that clears what is over. */
export const UPKEEP_QUEUE = "auth-upkeep";

const SCHEDULE: RequestInfo = { id: "upkeep", ip: null, userAgent: null };

/** Forgets, every hour, what is over and would be refused anyway. Doing it twice does nothing. */
export function createUpkeep(db: Database, jobs: Jobs, sweeps: readonly ((work: Work) => Promise<void>)[]) {
  async function run(): Promise<void> {
    for (const sweep of sweeps) await db.work(SCHEDULE, sweep);
  }
  jobs.handle(UPKEEP_QUEUE, run);
  jobs.every(UPKEEP_QUEUE, SCHEDULES.sweep);
  return { run };
}
