import { asApplication, type Work } from "@gatehouse/db";
import { and, asc, eq, gt, inArray, isNull, notExists, sql } from "drizzle-orm";
import { INSTALLATION } from "./chain.ts";
import { type Checkpoint, type CheckpointKeys, isSignedBy } from "./checkpoint.ts";
import { headsOf, startOf } from "./checkpoints.ts";
import { READ_AT_ONCE } from "./config.ts";
import { FACTS } from "./rows.ts";
import { events, inbox, seals } from "./schema.ts";
import { createWalk, type Entry, ERASURE, type Verdict } from "./walk.ts";

/** A verdict on a chain as the database holds it. */
export interface ChainVerdict extends Verdict {
  /** The thumbprint of the key that signed its end; null for an empty chain. Whoever keeps it can check an exported file offline. */
  readonly signedBy: string | null;
}

/** Reads seals and what they seal, in order. As a tenant it sees the tenant's own; as the machinery all. */
export async function readSealed({ tx }: Work, chain: string, after: number, limit: number): Promise<Entry[]> {
  const rows = await tx
    .select({ seal: seals, event: FACTS })
    .from(seals)
    .leftJoin(events, eq(events.id, seals.eventId))
    .where(and(eq(seals.organizationId, chain), gt(seals.position, after)))
    .orderBy(asc(seals.position))
    .limit(limit);
  return rows.map(({ seal, event }) => ({ ...seal, event: event?.id == null ? null : event }) as Entry);
}

const inChain = (chain: string) =>
  chain === INSTALLATION ? isNull(events.organizationId) : eq(events.organizationId, chain);

/** Of these events, one that is neither sealed nor waits for it. What was sealed between two readings is no stranger. */
async function findStranger(work: Work, found: readonly { id: string; seq: number }[]): Promise<string | null> {
  const seqs = found.map(({ seq }) => seq);
  if (seqs.length === 0) return null;
  const rows = await asApplication(work, () => work.tx.select().from(inbox).where(inArray(inbox.seq, seqs)));
  const waiting = new Set(rows.map(({ seq }) => seq));
  const gone = found.filter(({ seq }) => !waiting.has(seq)).map(({ id }) => id);
  if (gone.length === 0) return null;
  const sealed = await work.tx.select({ id: seals.eventId }).from(seals).where(inArray(seals.eventId, gone));
  const known = new Set(sealed.map(({ id }) => id));
  return gone.find((id) => !known.has(id)) ?? null;
}

/** An event that somebody wrote past the inbox, so that it will never be sealed. */
async function findSmuggled(work: Work, chain: string): Promise<string | null> {
  const { tx } = work;
  const isUnsealed = notExists(tx.select({ id: seals.eventId }).from(seals).where(eq(seals.eventId, events.id)));
  const unsealed = await tx
    .select({ id: events.id, seq: events.seq })
    .from(events)
    .where(and(inChain(chain), isUnsealed))
    .orderBy(asc(events.seq));
  return findStranger(work, unsealed);
}

/** The first event that was emptied for no erasure. One of a moment ago may not be sealed yet, and counts. */
async function findEmptied({ tx }: Work, chain: string, emptied: ReadonlyMap<string, string>): Promise<string | null> {
  if (emptied.size === 0) return null;
  const isErasure = and(inChain(chain), eq(events.action, ERASURE), inArray(events.target, [...emptied.keys()]));
  const erased = new Set(
    (await tx.select({ person: events.target }).from(events).where(isErasure)).map(({ person }) => person),
  );
  return [...emptied].find(([person]) => !erased.has(person))?.[1] ?? null;
}

/** Whatever bears a signature that is none of ours. */
async function findForged(
  work: Work,
  keys: CheckpointKeys,
  signed: readonly (Checkpoint | null)[],
): Promise<string | null> {
  for (const checkpoint of signed) {
    if (checkpoint === null) continue;
    const key = await keys.publicKeyOf(work, checkpoint.kid);
    if (key === null || !isSignedBy(checkpoint, key)) return checkpoint.eventId;
  }
  return null;
}

/** Keeps every chain from being verified while a part of it goes. */
export const keepFromVerifying = async ({ tx }: Work): Promise<void> =>
  void (await tx.execute(sql`select from audit.locks where name = 'verifying' for update`));

/** Whoever deletes the beginning of a chain waits for those who verify one, and they for it. */
const keepFromPruning = (work: Work) =>
  asApplication(work, () => work.tx.execute(sql`select from audit.locks where name = 'verifying' for share`));

/**
 * Verifies a chain from its start to its signed end, and that nothing of it stands outside.
 *
 * @param work a tenant's for the tenant's own chain, else one that crosses
 * @returns the first event that was changed, that follows a missing one, or that is missing itself
 */
export async function verifyChain(work: Work, keys: CheckpointKeys, chain: string): Promise<ChainVerdict> {
  await keepFromPruning(work);
  const start = await startOf(work, chain);
  const walk = createWalk(chain, start);
  const readHead = async () => (await headsOf(work, [chain])).get(chain) ?? null;
  const next = () => readSealed(work, chain, walk.position(), READ_AT_ONCE);
  let head: Checkpoint | null = null;
  for (let holds = true; holds; ) {
    let batch = await next();
    if (batch.length === 0) {
      // Read before the last look at the seals, so that none which it speaks of can be missing for any good reason.
      head = await readHead();
      batch = await next();
    }
    holds = batch.length > 0 && batch.every(walk.step);
  }
  head ??= await readHead();
  const { checked, firstBad } = walk.end(head);
  const bad =
    firstBad?.id ??
    (await findForged(work, keys, [start, head])) ??
    (await findEmptied(work, chain, walk.unexplained())) ??
    (await findSmuggled(work, chain));
  return { valid: bad === null, checked, firstBad: bad === null ? null : { id: bad }, signedBy: head?.kid ?? null };
}
