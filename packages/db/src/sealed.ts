import type { KeyedSealer, Sealer } from "@gatehouse/kernel/secrets";
import type { Sql } from "./connect.ts";
import { JOBS_SCHEMA } from "./jobs-install.ts";

/** A column whose values are sealed, each for its own row. The names are written into SQL as they stand. */
export interface SealedColumn {
  /** What it holds, in the operator's words: "passwords". */
  readonly holds: string;
  /** With its schema. */
  readonly table: string;
  readonly id: string;
  readonly column: string;
  /** The associated text that a value of this row was sealed with. */
  placeOf(id: string): string;
}

/** What is sealed under one key. */
export interface KeyUse {
  readonly keyId: string;
  readonly holds: string;
  readonly count: number;
}

/** What became of the values that older keys protected; `damaged` ones do not open, and stay as they are. */
export interface Resealed {
  readonly renewed: number;
  readonly damaged: number;
}

const ROWS_AT_ONCE = 200;
const keyIn = (value: string): string => `split_part(${value}, '.', 1)`;

/** Jobs that wait hold what is theirs under the key of the day: they leave by themselves, and are not sealed anew. */
const WAITING = `
  select ${keyIn("data->>'sealed'")} as "keyId", count(*)::int as count from ${JOBS_SCHEMA}.job
  where data ? 'sealed' and state in ('created', 'retry', 'active') group by 1`;

/**
 * What each key of `APP_SECRET` still protects, by the names that sealed values remember.
 *
 * @returns one entry for each key and column, and for each key of waiting jobs; none where nothing is sealed
 */
export async function readKeyUse(sql: Sql, columns: readonly SealedColumn[]): Promise<KeyUse[]> {
  const counted = columns.map(async ({ holds, table, column }) => {
    const rows = await sql.unsafe<Omit<KeyUse, "holds">[]>(
      `select ${keyIn(column)} as "keyId", count(*)::int as count from ${table} where ${column} is not null group by 1`,
    );
    return rows.map((row) => ({ ...row, holds }));
  });
  const waiting = await sql.unsafe<Omit<KeyUse, "holds">[]>(WAITING);
  return [...(await Promise.all(counted)).flat(), ...waiting.map((row) => ({ ...row, holds: "waiting jobs" }))];
}

/** @throws Error that names each key which protects something and is not in `APP_SECRET` */
export async function requireKeys(sql: Sql, sealer: KeyedSealer, columns: readonly SealedColumn[]): Promise<void> {
  const missing = (await readKeyUse(sql, columns)).filter(({ keyId }) => !sealer.keyIds.includes(keyId));
  if (missing.length === 0) return;
  const lines = missing.map(({ keyId, holds, count }) => `  ${JSON.stringify(keyId)}: ${count} ${holds}`);
  throw new Error(
    `APP_SECRET lacks keys that are in use. Put them back behind the current one, then run  pnpm gatehouse secrets\n${lines.join("\n")}`,
  );
}

/** Seals under the current key what others protect. A value that changes meanwhile is left to whoever changes it. */
export async function resealAll(sql: Sql, sealer: KeyedSealer, columns: readonly SealedColumn[]): Promise<Resealed> {
  const total = { renewed: 0, damaged: 0 };
  for (const column of columns) {
    const { renewed, damaged } = await resealColumn(sql, sealer, column);
    total.renewed += renewed;
    total.damaged += damaged;
  }
  return total;
}

async function resealColumn(
  sql: Sql,
  sealer: KeyedSealer,
  { table, id, column, placeOf }: SealedColumn,
): Promise<Resealed> {
  const older = `
    select ${id} as id, ${column} as sealed from ${table}
    where ${keyIn(column)} <> $1 and ${id} > $2 order by ${id} limit ${ROWS_AT_ONCE}`;
  const renew = `update ${table} set ${column} = $1 where ${id} = $2 and ${column} = $3`;
  let [renewed, damaged, last] = [0, 0, ""];
  for (;;) {
    const rows = await sql.unsafe<{ id: string; sealed: string }[]>(older, [sealer.keyIds[0] ?? "", last]);
    for (const row of rows) {
      const fresh = resealed(sealer, row.sealed, placeOf(row.id));
      if (fresh === null) damaged += 1;
      else renewed += (await sql.unsafe(renew, [fresh, row.id, row.sealed])).count;
      last = row.id;
    }
    if (rows.length < ROWS_AT_ONCE) return { renewed, damaged };
  }
}

/** @returns null for a value that does not open: damaged, or its key is gone */
function resealed(sealer: Sealer, sealed: string, place: string): string | null {
  try {
    return sealer.seal(sealer.open(sealed, place), place);
  } catch {
    return null;
  }
}
