import { PgBoss } from "pg-boss";
import type postgres from "postgres";
import { APPLICATION_ROLE } from "./tenancy.ts";

export const JOBS_SCHEMA = "gatehouse_jobs";

/** pg-boss on a connection of postgres.js. */
export const bossDatabase = (sql: postgres.Sql | postgres.TransactionSql) => ({
  async executeSql(text: string, values: unknown[] = []) {
    const query = sql.unsafe(text, values as postgres.ParameterOrJSON<never>[]);
    const result = await (values.length === 0 ? query.simple() : query);
    return { rows: rowsOf(result) };
  },
});

/** Several statements at once answer with several results: pg-boss reads the rows of the last one that has any. */
function rowsOf(result: readonly unknown[]): Record<string, unknown>[] {
  const many = result.some((entry) => Array.isArray(entry));
  return (many ? result.flat() : [...result]) as Record<string, unknown>[];
}

/** Installs or upgrades the queue's tables in the migration's own transaction, and lets the application use them. */
export async function installJobs(tx: postgres.TransactionSql): Promise<void> {
  const boss = new PgBoss({ db: bossDatabase(tx), schema: JOBS_SCHEMA, supervise: false, schedule: false });
  boss.on("error", () => {});
  await boss.start();
  await boss.stop({ graceful: false });
  await tx.unsafe(`
    grant usage on schema ${JOBS_SCHEMA} to ${APPLICATION_ROLE};
    grant select, insert, update, delete on all tables in schema ${JOBS_SCHEMA} to ${APPLICATION_ROLE};
    grant usage, select on all sequences in schema ${JOBS_SCHEMA} to ${APPLICATION_ROLE};
    grant execute on all functions in schema ${JOBS_SCHEMA} to ${APPLICATION_ROLE};
  `);
}
