import { PgBoss } from "pg-boss";
import type postgres from "postgres";
import { APPLICATION_ROLE } from "./tenancy.ts";

export const JOBS_SCHEMA = "gatehouse_jobs";

/** The lines with which pg-boss opens and commits a transaction of its own. */
const OWN_TRANSACTION = /^\s*(?:BEGIN|COMMIT);\s*$/gm;

/**
 * pg-boss on postgres.js. What comes without values may hold several statements, which one simple query runs as one transaction, so that
 * no BEGIN is needed. A connection reserved for it would not do: the driver never answers whoever waits for one while the database goes away.
 */
export const bossDatabase = (sql: postgres.Sql) => ({
  async executeSql(text: string, values: unknown[] = []) {
    if (values.length > 0) {
      return { rows: [...(await sql.unsafe(text, values as postgres.ParameterOrJSON<never>[]))] };
    }
    return { rows: rowsOf(await sql.unsafe(text.replace(OWN_TRANSACTION, "")).simple()) };
  },
});

/**
 * pg-boss inside a transaction that is open already. Its own COMMIT would end ours, and postgres.js, seeing that,
 * takes the connection back under us and may then wait for ever.
 */
const bossTransaction = (tx: postgres.TransactionSql) => ({
  async executeSql(text: string, values: unknown[] = []) {
    const query = tx.unsafe(text.replace(OWN_TRANSACTION, ""), values as postgres.ParameterOrJSON<never>[]);
    return { rows: rowsOf(await (values.length === 0 ? query.simple() : query)) };
  },
});

/** Several statements at once answer with several results: pg-boss reads the rows of the last one that has any. */
function rowsOf(result: readonly unknown[]): Record<string, unknown>[] {
  const many = result.some((entry) => Array.isArray(entry));
  return (many ? result.flat() : [...result]) as Record<string, unknown>[];
}

/** Installs or upgrades the queue's tables in the migration's own transaction, and lets the application use them. */
export async function installJobs(tx: postgres.TransactionSql): Promise<void> {
  const boss = new PgBoss({ db: bossTransaction(tx), schema: JOBS_SCHEMA, supervise: false, schedule: false });
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
