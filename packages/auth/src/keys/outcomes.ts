import {
  type Database,
  inTenant,
  type OrganizationWork,
  type RequestInfo,
  type TenantWork,
  tryEach,
  type Work,
} from "@gatehouse/db";
import type { Clock } from "@gatehouse/kernel";
import { and, eq, gt, sql } from "drizzle-orm";
import { API_KEYS } from "../config.ts";
import { record } from "../events.ts";
import type { RememberedKey } from "../gate/memory.ts";
import { apiKeyOutcomes, apiKeys } from "./schema.ts";

/** What a call is counted as that the gate let in; every other outcome is the code of a refusal. */
export const USED = "used";
/** A refusal that tells of a key in strange hands: the log hears of it, once for each writing. */
const TOLD = "api_key.ip_not_allowed";

/** A key whose calls are counted. */
export type CountedKey = Pick<RememberedKey, "keyId" | "organizationId">;

interface Count extends CountedKey {
  /** In UTC, for example `2026-11-22`. */
  readonly day: string;
  readonly outcome: string;
  count: number;
  /** The last call of them. */
  request: RequestInfo;
}

const SCHEDULE: RequestInfo = { id: "api-key-outcomes", ip: null, userAgent: null };
const dayOf = (at: Date): string => at.toISOString().slice(0, "2026-11-22".length);
const daysBefore = (at: Date, days: number): Date => new Date(at.getTime() - days * 24 * 60 * 60 * 1000);
/** In one order everywhere, so that two instances never wait for each other in a ring. */
const byPlace = (a: Count, b: Count): number => (placeOf(a) < placeOf(b) ? -1 : 1);
const placeOf = ({ keyId, day, outcome }: Omit<Count, "count" | "request">): string => `${keyId} ${day} ${outcome}`;

/** Adds to what is stored, for keys that are still there: a count must not keep a key from being revoked, nor fail for one that was. */
async function add({ tx }: OrganizationWork, counts: readonly Count[]): Promise<void> {
  const rows = JSON.stringify(counts.map(({ keyId, day, outcome, count }) => ({ id: keyId, day, outcome, count })));
  await tx.execute(sql`
    insert into ${apiKeyOutcomes} (organization_id, api_key_id, day, outcome, count)
    select k.organization_id, k.id, c.day, c.outcome, c.count
    from json_to_recordset(${rows}::json) as c(id text, day date, outcome text, count bigint)
    join ${apiKeys} k on k.id = c.id order by c.id, c.day, c.outcome for key share of k
    on conflict (api_key_id, day, outcome) do update set count = ${apiKeyOutcomes}.count + excluded.count`);
}

/** Writes the counts of one organization's keys. */
async function write(work: OrganizationWork, counts: readonly Count[]): Promise<void> {
  await add(work, counts);
  for (const { keyId, outcome, count, request } of counts.filter((one) => one.outcome === TOLD)) {
    await record({ ...work, request }, "api_key.refused", {
      outcome: "refused",
      target: keyId,
      detail: { code: outcome, count },
    });
  }
}

/** What became of the calls of keys: counted in memory, written in batches. */
export function createKeyOutcomes(db: Database, clock: Clock) {
  let counts = new Map<string, Count>();
  let timer: NodeJS.Timeout | undefined;
  let wroteAt = Number.NEGATIVE_INFINITY;
  let isStopped = false;

  function plan(): void {
    if (isStopped) return;
    const sinceLast = performance.now() - wroteAt;
    const seconds = Math.max(API_KEYS.soonSeconds, API_KEYS.writeSeconds - sinceLast / 1000);
    // What cannot be written now is counted on, and tried again.
    timer ??= setTimeout(() => void flush().catch(plan), seconds * 1000).unref();
  }

  function keep(some: readonly Count[]): void {
    for (const one of some) {
      const known = counts.get(placeOf(one));
      if (known) known.count += one.count;
      else counts.set(placeOf(one), one);
    }
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    wroteAt = performance.now();
    const organizations = Map.groupBy(counts.values(), ({ organizationId }) => organizationId);
    counts = new Map();
    await tryEach(organizations, async ([organizationId, some]) => {
      const sorted = some.toSorted(byPlace);
      try {
        await db.work(SCHEDULE, (work) => inTenant(work, organizationId, (tenant) => write(tenant, sorted)));
      } catch (error) {
        keep(sorted);
        throw error;
      }
    });
  }

  return {
    /** Counts one call. Costs no statement. @param outcome `used`, or the code of the refusal */
    note({ keyId, organizationId }: CountedKey, outcome: string, request: RequestInfo): void {
      const facts = { keyId, organizationId, day: dayOf(clock()), outcome };
      const place = placeOf(facts);
      const known = counts.get(place);
      if (known) Object.assign(known, { count: known.count + 1, request });
      else counts.set(place, { ...facts, count: 1, request });
      plan();
    },

    /** Writes what was counted, now. @throws Error when it cannot be written; nothing of it is lost */
    flush,

    /** The same, for good: nothing more is written by itself. */
    async stop(): Promise<void> {
      isStopped = true;
      await flush();
    },
  };
}

export type KeyOutcomes = ReturnType<typeof createKeyOutcomes>;

/** How a key's calls ended lately. */
export interface OutcomesView {
  /** The first day that is counted, for example `2026-11-22`. */
  readonly since: string;
  readonly used: number;
  /** By the code of the refusal, most frequent first. */
  readonly refused: readonly { readonly code: string; readonly count: number }[];
}

/** Sums up a key's outcomes of the last 30 days, today included. */
export async function readOutcomes({ tx, now }: TenantWork, apiKeyId: string): Promise<OutcomesView> {
  const before = dayOf(daysBefore(now, API_KEYS.keptDays));
  const total = sql<number>`sum(${apiKeyOutcomes.count})`.mapWith(Number);
  const rows = await tx
    .select({ code: apiKeyOutcomes.outcome, count: total })
    .from(apiKeyOutcomes)
    .where(and(eq(apiKeyOutcomes.apiKeyId, apiKeyId), gt(apiKeyOutcomes.day, before)))
    .groupBy(apiKeyOutcomes.outcome)
    .orderBy(sql`2 desc`, apiKeyOutcomes.outcome);
  return {
    since: dayOf(daysBefore(now, API_KEYS.keptDays - 1)),
    used: rows.find(({ code }) => code === USED)?.count ?? 0,
    refused: rows.filter(({ code }) => code !== USED),
  };
}

/** Forgets keys that ended long ago, and old counts. Called by a schedule. */
export async function sweepKeys({ tx, now }: Work): Promise<void> {
  await tx.execute(sql`select auth.sweep_api_keys(${daysBefore(now, API_KEYS.keptDays).toISOString()})`);
}
