import { z } from "zod";

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;
const MAX_CURSOR = 200;

/** What every list takes: `cursor` is the `nextCursor` of the answer before, `limit` at most 100. */
export const page = {
  cursor: z.string().max(MAX_CURSOR).nullish(),
  limit: z.number().int().min(1).max(MAX_LIMIT).optional(),
};

/** The input of a list that takes nothing else: all of it may be left out. */
export const pageInput = z.strictObject(page).default({});

/** The page that a caller asks for. */
export interface Page {
  readonly cursor?: string | null | undefined;
  readonly limit?: number | undefined;
}

/** The same with its defaults. Ids sort by time, so the last id of a page is its cursor. */
export const keyset = ({ cursor, limit }: Page): { cursor: string | null; limit: number } => ({
  cursor: cursor ?? null,
  limit: limit ?? DEFAULT_LIMIT,
});

/**
 * Cuts an answer from one row more than was asked for.
 *
 * @returns `{ items, nextCursor }`; `nextCursor` is null on the last page
 */
export function pageOf<Row, View>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => string,
  viewOf: (row: Row) => View,
): { items: View[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(viewOf), nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
