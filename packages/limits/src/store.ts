import type { Sql } from "@gatehouse/db";

interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** Longer than any healthy answer; short enough that a sign-in fails while somebody still watches. */
const ANSWER_WITHIN_MS = 2_500;

/**
 * The client that rate-limiter-flexible expects, on the application's pool.
 *
 * @returns an object whose `query` rejects when the database is away or does not answer within 2.5 s
 */
export const storeOn = (sql: Sql) => ({
  async query({ text, values = [] }: Statement): Promise<{ rows: unknown[]; rowCount: number }> {
    const pending = sql.unsafe(text, values as Parameters<Sql["unsafe"]>[1], { prepare: true });
    const rows = await inTime(pending);
    return { rows: [...rows], rowCount: rows.count };
  },
});

async function inTime<Rows>(pending: Promise<Rows>): Promise<Rows> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the store of the limits does not answer")), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([pending, late]);
  } finally {
    clearTimeout(timer);
  }
}
