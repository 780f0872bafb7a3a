import { like, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Page, page } from "./page.ts";

/** As long as the longest address (RFC 5321 section 4.5.3.1.3). */
const MAX_SEARCH = 254;

/** What a list takes that can be searched. */
export const searchPage = { search: z.string().trim().max(MAX_SEARCH).optional(), ...page };

/** A page of what begins with a text; everything without one. */
export interface Search extends Page {
  readonly search?: string | undefined;
}

const patternOf = (text: string): string => `${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;

/** Whether one of the columns, which are lower case, begins with the text; nothing to ask where there is none. */
export function beginsWith(columns: readonly SQL[], text: string | undefined): SQL | undefined {
  if (!text) return undefined;
  return or(...columns.map((column) => like(column, patternOf(text))));
}

/** The same, or a later word of one of them does: people are looked for by their last names too. No index answers it. */
export function hasWord(columns: readonly SQL[], text: string | undefined): SQL | undefined {
  if (!text) return undefined;
  return or(beginsWith(columns, text), ...columns.map((column) => like(column, `% ${patternOf(text)}`)));
}

/** A column in lower case, as `beginsWith` compares it. */
export const lower = (column: unknown): SQL => sql`lower(${column})`;
