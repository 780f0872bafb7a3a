import { randomBytes } from "node:crypto";
import type { RequestInfo, TenantWork } from "@gatehouse/db";
import { createTestDatabase, type TestDatabase } from "@gatehouse/db/testing";
import { type Actor, type Clock, systemClock } from "@gatehouse/kernel";
import { createSealer, parseKeys, type Sealer } from "@gatehouse/kernel/secrets";
import { type CheckpointKeys, createCheckpointKeys } from "./checkpoint.ts";
import { auditMigrations } from "./index.ts";
import { append, type EventFacts } from "./record.ts";
import { createSealing } from "./seal.ts";
import { type ChainVerdict, verifyChain } from "./verify.ts";

export const REQUEST: RequestInfo = { id: "req_1", ip: "203.0.113.7", userAgent: "vitest" };

/** A person who acts: all that the log reads of one. */
export const actorOf = (name: string): Actor =>
  ({ userId: `usr_${name}`, personalOrganizationId: `org_${name}` }) as Actor;

/** The log on a database of its own, sealed when the test says so. */
export interface LogWorld {
  readonly database: TestDatabase;
  readonly sealer: Sealer;
  readonly keys: CheckpointKeys;
  readonly faults: unknown[];
  inTenant<Result>(organizationId: string, fn: (work: TenantWork) => Promise<Result>): Promise<Result>;
  /** Writes events into an organization's log. @returns their ids */
  write(organizationId: string, count: number, facts?: EventFacts): Promise<string[]>;
  seal(): Promise<void>;
  verify(organizationId: string): Promise<ChainVerdict>;
  /** Removes everything that was written. */
  clear(): Promise<void>;
}

export async function createLogWorld(clock: Clock = systemClock): Promise<LogWorld> {
  const database = await createTestDatabase([auditMigrations], { clock });
  const sealer = createSealer(parseKeys(`1:${randomBytes(32).toString("base64")}`));
  const keys = createCheckpointKeys(sealer);
  const faults: unknown[] = [];
  const sealing = createSealing({ db: database.db, keys, onFault: (fault) => void faults.push(fault) });
  const inTenant: LogWorld["inTenant"] = (organizationId, fn) =>
    database.db.tenantWork(REQUEST, actorOf("ada"), organizationId, fn);
  return {
    database,
    sealer,
    keys,
    faults,
    inTenant,
    async write(organizationId, count, facts) {
      await inTenant(organizationId, async (work) => {
        for (let index = 0; index < count; index += 1)
          await append(work, "cup.filled", { target: `cup_${index}`, ...facts });
      });
      const rows = await database.admin<{ id: string }[]>`
        select id from audit.events where organization_id = ${organizationId} order by seq desc limit ${count}`;
      return rows.map(({ id }) => id).reverse();
    },
    seal: sealing.run,
    verify: (organizationId) => inTenant(organizationId, (work) => verifyChain(work, keys, organizationId)),
    async clear() {
      await database.admin`truncate audit.events, audit.inbox, audit.seals, audit.checkpoints, audit.signing_keys, audit.cursors`;
      faults.length = 0;
    },
  };
}
