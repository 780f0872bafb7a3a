import { type Database, type Jobs, type RequestInfo, tryEach, type Work } from "@gatehouse/db";
import { and, asc, desc, eq, gte, lt, sql } from "drizzle-orm";
import { INSTALLATION } from "./chain.ts";
import type { CheckpointKeys } from "./checkpoint.ts";
import { storeStart } from "./checkpoints.ts";
import { RETENTION } from "./config.ts";
import { crossing } from "./crossing.ts";
import { record } from "./events.ts";
import { events, seals } from "./schema.ts";
import { keepFromVerifying, verifyChain } from "./verify.ts";
import type { Place } from "./walk.ts";

/** The queue that deletes what is old enough. */
export const RETENTION_QUEUE = "audit-retention";

const SCHEDULE: RequestInfo = { id: "retention", ip: null, userAgent: null };
const DAY_MS = 24 * 60 * 60 * 1000;

interface RetentionDeps {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly keys: CheckpointKeys;
  /** How long events are kept. */
  readonly days: number;
}

/** The chains in which something is old enough. */
async function chainsWithOld({ tx }: Work, before: Date): Promise<string[]> {
  const chain = sql<string>`coalesce(${events.organizationId}, ${INSTALLATION})`;
  const rows = await tx
    .selectDistinct({ chain: chain.as("chain") })
    .from(events)
    .where(lt(events.at, before));
  return rows.map((row) => row.chain);
}

/** The last seal before the first that must stay; null where that is the very first. */
async function lastOld({ tx }: Work, chain: string, before: Date): Promise<Place | null> {
  const inChain = eq(seals.organizationId, chain);
  const [young] = await tx
    .select({ position: seals.position })
    .from(seals)
    .innerJoin(events, eq(events.id, seals.eventId))
    .where(and(inChain, gte(events.at, before)))
    .orderBy(asc(seals.position))
    .limit(1);
  const [last] = await tx
    .select({ position: seals.position, eventId: seals.eventId, hash: seals.hash })
    .from(seals)
    .where(and(inChain, young && lt(seals.position, young.position)))
    .orderBy(desc(seals.position))
    .limit(1);
  return last ?? null;
}

/** Deletes, by schedule, the beginning of each chain as far as it is old enough, and signs from where on the rest stands. */
export function createRetention({ db, jobs, keys, days }: RetentionDeps) {
  if (days < RETENTION.minDays) throw new Error(`events are kept for ${RETENTION.minDays} days at least`);

  const pruneChain = (chain: string): Promise<void> =>
    db.work(SCHEDULE, (begun) =>
      crossing(begun, "retention", async (work) => {
        const last = await lastOld(work, chain, new Date(work.now.getTime() - days * DAY_MS));
        if (last === null) return;
        // A start is signed over what nobody will be able to look at again: not over a chain that does not hold.
        const { firstBad } = await verifyChain(work, keys, chain);
        if (firstBad !== null)
          throw new Error(`the chain ${chain} is broken at ${firstBad.id}: nothing of it is deleted`);
        await keepFromVerifying(work);
        await storeStart(work, await keys.sign(work, { chain, kind: "start", ...last }));
        const [row] = await work.tx.execute<{ count: string }>(
          sql`select audit.prune(${chain}, ${last.position}) as count`,
        );
        const organizationId = chain === INSTALLATION ? null : chain;
        await record(work, "audit.pruned", {
          organizationId,
          detail: { count: Number(row?.count), through: last.position },
        });
      }),
    );

  /** One chain that does not hold keeps no other from being shortened. */
  async function run(): Promise<void> {
    const chains = await db.work(SCHEDULE, (begun) =>
      crossing(begun, "retention", (work) => chainsWithOld(work, new Date(work.now.getTime() - days * DAY_MS))),
    );
    await tryEach(chains, pruneChain);
  }

  jobs.handle(RETENTION_QUEUE, run);
  jobs.every(RETENTION_QUEUE, RETENTION.cron);
  return { run };
}
