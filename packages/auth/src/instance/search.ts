import { like, or, type SQL, sql } from "drizzle-orm";
import type { Page } from "../page.ts";

/** A page of what begins with a text; everything without one. */
export interface Search extends Page {
  readonly search?: string | undefined;
}

/** Whether one of the columns, which are lower case, begins with the text; nothing to ask where there is none. */
export function beginsWith(columns: readonly SQL[], text: string | undefined): SQL | undefined {
  if (!text) return undefined;
  const pattern = `${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return or(...columns.map((column) => like(column, pattern)));
}

/** A column in lower case, as `beginsWith` compares it. */
export const lower = (column: unknown): SQL => sql`lower(${column})`;
