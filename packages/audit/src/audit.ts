import type { Database, Jobs, RequestInfo, Signals, TenantWork, Work } from "@gatehouse/db";
import type { Clock } from "@gatehouse/kernel";
import type { Sealer } from "@gatehouse/kernel/secrets";
import { eq } from "drizzle-orm";
import { type Accesses, createAccesses } from "./accesses.ts";
import { createCheckpointKeys } from "./checkpoint.ts";
import { chainsOf } from "./checkpoints.ts";
import { RETENTION, SEALING } from "./config.ts";
import { acrossTenants } from "./crossing.ts";
import { createExports, type Exports } from "./export.ts";
import { createFeed, type Feed } from "./feed.ts";
import { repeat } from "./repeat.ts";
import { createRetention, RETENTION_QUEUE } from "./retention.ts";
import { events } from "./schema.ts";
import { createSealing } from "./seal.ts";
import { type ChainVerdict, verifyChain } from "./verify.ts";

/** The queues that this package handles. */
export const AUDIT_QUEUES: readonly string[] = [RETENTION_QUEUE];

/** What `createAudit` is made of; it lives as long as the process. */
export interface AuditDeps {
  readonly db: Database;
  readonly signals: Signals;
  readonly jobs: Jobs;
  /** Seals the keys that sign checkpoints. */
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Told of faults that no request is told of. */
  readonly onFault: (error: unknown) => void;
}

/** What a host decides. */
export interface AuditSettings {
  /** Days that events are kept, 30 at least; 400 by default. */
  readonly retentionDays?: number;
  /** What OWASP's vocabulary calls each event of the host, for exports; nothing by default. */
  readonly owasp?: Readonly<Record<string, string | undefined>>;
}

/** Verifications of one chain at once are one: each reads all of it. */
function createVerifying(verify: (work: TenantWork) => Promise<ChainVerdict>) {
  const underWay = new Map<string, Promise<ChainVerdict>>();
  return (work: TenantWork): Promise<ChainVerdict> => {
    const { organizationId } = work;
    const known = underWay.get(organizationId);
    if (known !== undefined) return known;
    const verdict = verify(work).finally(() => void underWay.delete(organizationId));
    underWay.set(organizationId, verdict);
    return verdict;
  };
}

/** A chain of which nothing is left, no checkpoint and no event that waits. An organization's log begins with its making, so it was emptied. */
async function isEmptied({ tx, organizationId }: TenantWork, { signedBy, checked }: ChainVerdict): Promise<boolean> {
  if (signedBy !== null || checked > 0) return false;
  const found = await tx
    .select({ id: events.id })
    .from(events)
    .where(eq(events.organizationId, organizationId))
    .limit(1);
  return found.length === 0;
}

/** The log of a process. What packages write into it needs none of this: they `record`. */
export interface Audit {
  /** Verifies the chain of the work's organization. A log without any event is not valid: the making of the organization stands in it. */
  verify(work: TenantWork): Promise<ChainVerdict>;
  /** Verifies every chain, for whoever runs the installation. @returns the verdict of each, by organization */
  verifyAll(): Promise<ReadonlyMap<string, ChainVerdict>>;
  readonly exports: Exports;
  readonly accesses: Accesses;
  readonly feed: Feed;
  /** Deletes what is old enough; the queue calls it once a day. */
  prune(): Promise<void>;
  /** Seals what waits, now. */
  seal(): Promise<void>;
  /** Seals from now on, and lets the readers of the feed begin. */
  start(): void;
  /** Writes what was read, seals it, and lets the readers finish. */
  stop(): Promise<void>;
}

/** The look of whoever runs the installation at every chain, its own included. */
const LOOK: RequestInfo = { id: "cli", ip: null, userAgent: null };
const WHY = "Every chain was verified by whoever runs the installation.";

/** Makes the log of a process, before its signals and its jobs start. */
export function createAudit(
  deps: AuditDeps,
  { retentionDays = RETENTION.days, owasp = {} }: AuditSettings = {},
): Audit {
  const { db, signals, jobs, sealer, clock, onFault } = deps;
  const keys = createCheckpointKeys(sealer);
  const sealing = createSealing({ db, keys, onFault });
  const rounds = repeat(sealing.run, SEALING.everyMs, onFault);
  const accesses = createAccesses({ db, clock, onFault });
  const feed = createFeed({ db, signals, onFault });
  const retention = createRetention({ db, jobs, keys, days: retentionDays });

  async function verifyEach(work: Work): Promise<Map<string, ChainVerdict>> {
    const verdicts = new Map<string, ChainVerdict>();
    for (const chain of await chainsOf(work)) verdicts.set(chain, await verifyChain(work, keys, chain));
    return verdicts;
  }

  return {
    verify: createVerifying(async (work) => {
      const verdict = await verifyChain(work, keys, work.organizationId);
      return { ...verdict, valid: verdict.valid && !(await isEmptied(work, verdict)) };
    }),
    verifyAll: () => db.work(LOOK, (work) => acrossTenants(work, WHY, verifyEach)),
    exports: createExports({ keys, owasp }),
    accesses,
    feed,
    prune: retention.run,
    seal: sealing.run,
    start() {
      rounds.start();
      feed.start();
    },
    async stop() {
      await accesses.flush().catch(onFault);
      await rounds.stop();
      // A process that never began to seal, an admin's command being one, may have written too.
      await sealing.run().catch(onFault);
      await feed.stop();
    },
  };
}
