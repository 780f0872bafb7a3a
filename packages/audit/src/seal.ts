import { randomBytes } from "node:crypto";
import { type Database, type RequestInfo, signal, type Work } from "@gatehouse/db";
import { asc, inArray, sql } from "drizzle-orm";
import { contentOf, type Facts, isImpersonal, type PersonalFacts, personalDigestOf, sealOf } from "./chain.ts";
import type { CheckpointKeys } from "./checkpoint.ts";
import { headsOf, moveHeads } from "./checkpoints.ts";
import { SEALING } from "./config.ts";
import { crossing } from "./crossing.ts";
import { chainOf, FACTS } from "./rows.ts";
import { events, inbox, seals } from "./schema.ts";
import type { Place } from "./walk.ts";

/** The channel that says that events were sealed. */
export const FEED_CHANNEL = "gatehouse_feed";

const SCHEDULE: RequestInfo = { id: "seal", ip: null, userAgent: null };
const SALT_BYTES = 16;

/** Waits until nobody seals, and keeps it so until the work ends: for whoever changes what is being sealed. */
export const keepFromSealing = async ({ tx }: Work): Promise<void> =>
  void (await tx.execute(sql`select from audit.locks where name = 'sealing' for update`));

/** One instance seals; the others find it taken and leave it to that one. */
async function isAlone({ tx }: Work): Promise<boolean> {
  const held = await tx.execute(sql`select from audit.locks where name = 'sealing' for update skip locked`);
  return held.length === 1;
}

/** Takes what waits out of the inbox. Events that vanished before they were sealed are missing from what it returns. */
async function takeWaiting({ tx }: Work): Promise<{ taken: number; waiting: (Facts & PersonalFacts)[] }> {
  const rows = await tx.select().from(inbox).orderBy(asc(inbox.seq)).limit(SEALING.batch);
  const seqs = rows.map(({ seq }) => seq);
  if (seqs.length === 0) return { taken: 0, waiting: [] };
  const waiting = await tx.select(FACTS).from(events).where(inArray(events.seq, seqs)).orderBy(asc(events.seq));
  await tx.delete(inbox).where(inArray(inbox.seq, seqs));
  return { taken: seqs.length, waiting };
}

/** The next seal of a chain. */
function sealAfter(last: Place | undefined, event: Facts & PersonalFacts): typeof seals.$inferInsert {
  const chain = chainOf(event);
  const salt = isImpersonal(event) ? null : randomBytes(SALT_BYTES).toString("base64url");
  const personalDigest = salt === null ? null : personalDigestOf(event, salt);
  const position = (last?.position ?? 0) + 1;
  const hash = sealOf({ chain, position, previous: last?.hash ?? null, content: contentOf(event), personalDigest });
  return { organizationId: chain, position, eventId: event.id, hash, personalDigest, salt };
}

const milestonesBefore = (place: Place | undefined): number => Math.floor((place?.position ?? 0) / SEALING.milestone);

/**
 * Where chains end: by their seals or by what was signed, whichever goes further. They differ where somebody deleted one of the two, which a
 * verification will tell; the sealing goes on.
 */
async function endsOf(work: Work, chains: readonly string[]): Promise<Map<string, Place>> {
  const rows = await work.tx.execute<{ chain: string; position: string; event_id: string; hash: string }>(sql`
    select chain, s.position, s.event_id, s.hash from unnest(array[${sql.join(
      chains.map((chain) => sql`${chain}`),
      sql`, `,
    )}]) as chain
    cross join lateral (select * from ${seals} where organization_id = chain order by position desc limit 1) s`);
  const ends = new Map<string, Place>(await headsOf(work, chains));
  for (const { chain, position, event_id: eventId, hash } of rows) {
    if (Number(position) > (ends.get(chain)?.position ?? 0))
      ends.set(chain, { position: Number(position), eventId, hash });
  }
  return ends;
}

/** Seals events into their chains, and signs where each of these now ends. */
async function sealAll(work: Work, keys: CheckpointKeys, waiting: readonly (Facts & PersonalFacts)[]): Promise<void> {
  const before = await endsOf(work, [...new Set(waiting.map(chainOf))]);
  const last = new Map(before);
  const made = waiting.map((event) => {
    const seal = sealAfter(last.get(chainOf(event)), event);
    last.set(seal.organizationId, seal);
    return seal;
  });
  await work.tx.insert(seals).values(made);
  const heads = [];
  for (const [chain, { position, eventId, hash }] of last) {
    const head = await keys.sign(work, { chain, kind: "head", position, eventId, hash });
    heads.push({ head, kept: milestonesBefore(head) > milestonesBefore(before.get(chain)) });
  }
  await moveHeads(work, heads);
  await signal(work, FEED_CHANNEL, "");
}

interface SealingDeps {
  readonly db: Database;
  readonly keys: CheckpointKeys;
  /** Told of faults, and of events that vanished before they were sealed. */
  readonly onFault: (error: unknown) => void;
}

/**
 * Seals what was written, one instance at a time. A position is given when the event is sealed, in the order of the sealing, and so a
 * chain has no gap and no fork, whatever order the writers committed in.
 */
export function createSealing({ db, keys, onFault }: SealingDeps) {
  const sealBatch = (): Promise<number> =>
    db.work(SCHEDULE, async (begun) => {
      if (!(await isAlone(begun))) return 0;
      return crossing(begun, "sealing", async (work) => {
        const { taken, waiting } = await takeWaiting(work);
        if (waiting.length > 0) await sealAll(work, keys, waiting);
        if (waiting.length < taken)
          onFault(new Error(`${taken - waiting.length} events vanished before they were sealed`));
        return taken;
      });
    });

  async function run(): Promise<void> {
    const [found] = await db.sql`select from audit.inbox limit 1`;
    if (!found) return;
    while ((await sealBatch()) === SEALING.batch);
  }

  return { run };
}
