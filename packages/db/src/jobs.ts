import { DrizzleQueryError, sql as sqlTag } from "drizzle-orm";
import { fromDrizzle, type Job, type JobResult, PgBoss } from "pg-boss";
import type { Database } from "./connect.ts";
import { bossDatabase, JOBS_SCHEMA } from "./jobs-install.ts";
import { asApplication } from "./tenancy.ts";
import type { Work } from "./work.ts";

/** What a job carries: JSON. Secrets in it are sealed by whoever enqueues. */
export type JobData = Record<string, unknown>;

type Handler = (data: JobData) => Promise<void>;

/** The process's one queue. */
export interface Jobs {
  /** Puts a job into the caller's transaction: it runs if, and only if, that commits. */
  enqueue(work: Work, queue: string, data: JobData): Promise<void>;
  /**
   * Handles a queue's jobs here. A handler that throws is called again later, with growing pauses.
   *
   * @param atOnce how many jobs of this queue run at once on this instance, 1 by default; from 2 on a backlog is worked off without pauses
   */
  handle(queue: string, handler: Handler, atOnce?: number): void;
  /**
   * Puts an empty job into a queue at each time that a cron expression names, in UTC: one for all instances, and one for all the times
   * that passed while none ran. Retries may still run it twice, so its handler must find nothing left to do. Call it before `start`.
   *
   * @param cron five fields, for example `17 * * * *`
   */
  every(queue: string, cron: string): void;
  start(): Promise<void>;
  /** Lets running handlers finish. */
  stop(): Promise<void>;
}

/** A minute, doubling, for about a day: mail servers ask for no less (RFC 5321 section 4.5.4.1). */
const RETRY = { retryLimit: 12, retryDelay: 30, retryBackoff: true, retryDelayMax: 3 * 60 * 60 };
const POLLING_SECONDS = 0.5;
/** A worker that finds as many jobs as this takes the next ones at once, and not after the pause between two looks. */
const BATCH = 2;
const STOP_TIMEOUT_MS = 10_000;

/**
 * The queue, on pg-boss.
 *
 * @param queues the names of all queues of this process; they are made at `start`
 * @param onError told of faults in the queue's own upkeep (the database away); jobs are not lost by them
 */
export function createJobs(db: Database, queues: readonly string[], onError: (error: Error) => void): Jobs {
  const boss = new PgBoss({
    db: bossDatabase(db.sql),
    schema: JOBS_SCHEMA,
    migrate: false,
    createSchema: false,
    reindex: false,
  });
  boss.on("error", onError);
  const handlers = new Map<string, { handler: Handler; atOnce: number }>();
  const crons = new Map<string, string>();
  return {
    enqueue: (work, queue, data) =>
      asApplication(work, async () => {
        await boss.send(queue, data, { db: fromDrizzle(work.tx, sqlTag) });
      }),
    handle: (queue, handler, atOnce = 1) => void handlers.set(queue, { handler, atOnce }),
    every: (queue, cron) => void crons.set(queue, cron),
    async start() {
      await boss.start();
      for (const queue of queues) await boss.createQueue(queue, RETRY);
      for (const [queue, cron] of crons) await boss.schedule(queue, cron, {}, { tz: "UTC", missed: "once" });
      for (const [queue, { handler, atOnce }] of handlers) {
        await boss.work(queue, paceOf(atOnce), (jobs: Job<JobData>[]) => Promise.all(jobs.map(runBy(handler))));
      }
    },
    stop: () => boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS }),
  };
}

/** Each worker looks for jobs by itself, and waits for those that it took together. */
const paceOf = (atOnce: number) => ({
  pollingIntervalSeconds: POLLING_SECONDS,
  localConcurrency: Math.ceil(atOnce / BATCH),
  batchSize: Math.min(atOnce, BATCH),
  burstWhenBatchFull: true,
  perJobResults: true as const,
});

/** Each job fails or succeeds by itself, whatever becomes of those that were taken with it. */
const runBy =
  (handler: Handler) =>
  async ({ id, data }: Job<JobData>): Promise<JobResult> => {
    try {
      await handler(data);
      return { id, status: "completed" };
    } catch (error) {
      return { id, status: "failed", output: withoutData(error) };
    }
  };

/** The queue keeps in clear what a handler throws, and a failed statement names its values: an address has no place there. */
function withoutData(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return error;
  const { code = "unknown" } = (error.cause ?? {}) as { code?: string };
  return new Error(`a statement failed: ${code}`);
}
