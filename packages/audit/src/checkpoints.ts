import type { Work } from "@gatehouse/db";
import { and, asc, desc, eq, gte, inArray, lt, type SQL } from "drizzle-orm";
import type { Checkpoint } from "./checkpoint.ts";
import { checkpoints } from "./schema.ts";

type Row = typeof checkpoints.$inferSelect;

const checkpointOf = ({
  organizationId,
  kind,
  position,
  eventId,
  hash,
  signedAt,
  kid,
  signature,
}: Row): Checkpoint => ({
  chain: organizationId,
  kind,
  position,
  eventId,
  hash,
  signedAt: signedAt.toISOString(),
  kid,
  signature,
});

const rowOf = ({ chain, signedAt, ...rest }: Checkpoint, kept: boolean): Row => ({
  ...rest,
  organizationId: chain,
  signedAt: new Date(signedAt),
  kept,
});

/** The newest head of each of these chains that has one. */
export async function headsOf({ tx }: Work, chains: readonly string[]): Promise<Map<string, Checkpoint>> {
  const rows = await tx
    .selectDistinctOn([checkpoints.organizationId])
    .from(checkpoints)
    .where(and(inArray(checkpoints.organizationId, [...chains]), eq(checkpoints.kind, "head")))
    .orderBy(checkpoints.organizationId, desc(checkpoints.position));
  return new Map(rows.map((row) => [row.organizationId, checkpointOf(row)]));
}

/** Every chain that has an end, by name. */
export async function chainsOf({ tx }: Work): Promise<string[]> {
  const chain = checkpoints.organizationId;
  const rows = await tx.selectDistinct({ chain }).from(checkpoints).orderBy(asc(chain));
  return rows.map((row) => row.chain);
}

async function first({ tx }: Work, where: SQL | undefined, order: SQL): Promise<Checkpoint | null> {
  const [row] = await tx.select().from(checkpoints).where(where).orderBy(order).limit(1);
  return row ? checkpointOf(row) : null;
}

const of = (chain: string, kind?: "start") =>
  and(eq(checkpoints.organizationId, chain), kind && eq(checkpoints.kind, kind));

/** From where on a chain still stands; null when it stands from its first event. */
export const startOf = (work: Work, chain: string): Promise<Checkpoint | null> =>
  first(work, of(chain, "start"), desc(checkpoints.position));

/** The last checkpoint before a position, and the first at or after another. */
export async function checkpointsAround(work: Work, chain: string, from: number, to: number) {
  return {
    before: await first(work, and(of(chain), lt(checkpoints.position, from)), desc(checkpoints.position)),
    after: await first(work, and(of(chain), gte(checkpoints.position, to)), asc(checkpoints.position)),
  };
}

/** Puts new heads in the place of those that need not be kept. */
export async function moveHeads({ tx }: Work, heads: readonly { head: Checkpoint; kept: boolean }[]): Promise<void> {
  const chains = heads.map(({ head }) => head.chain);
  const replaced = and(
    inArray(checkpoints.organizationId, chains),
    eq(checkpoints.kind, "head"),
    eq(checkpoints.kept, false),
  );
  await tx.delete(checkpoints).where(replaced);
  await tx.insert(checkpoints).values(heads.map(({ head, kept }) => rowOf(head, kept)));
}

/** Says from where on a chain will stand. */
export async function storeStart({ tx }: Work, start: Checkpoint): Promise<void> {
  await tx.insert(checkpoints).values(rowOf(start, true));
}
