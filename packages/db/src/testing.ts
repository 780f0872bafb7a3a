import { createHash, randomBytes } from "node:crypto";
import { type Clock, systemClock } from "@gatehouse/kernel";
import postgres from "postgres";
import { connect, type Database } from "./connect.ts";
import { dbMigrations, type Migrations, migrate, readMigrations } from "./migrate.ts";

export { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded/start.ts";
export { createWire, type Wire } from "./testing-wire.ts";

/** A database of its own for one test file, migrated, dropped at the end. */
export interface TestDatabase {
  readonly db: Database;
  /** The superuser's URL of this database. The application must never be handed it as its own. */
  readonly url: string;
  /** As the superuser, past row-level security: for looking at what is really stored. */
  readonly admin: postgres.Sql;
  close(): Promise<void>;
}

const serverUrl = (): string => {
  const url = process.env.GATEHOUSE_TEST_DATABASE_URL;
  if (!url) throw new Error("GATEHOUSE_TEST_DATABASE_URL is not set: run the tests with `pnpm test`");
  return url;
};

const at = (url: string, database: string): string => {
  const target = new URL(url);
  target.pathname = `/${database}`;
  return target.href;
};

/** A copy of a migrated template, which the first test file to ask for these migrations makes. */
export async function createTestDatabase(
  migrations: readonly Migrations[],
  { clock = systemClock, max = 10 }: { clock?: Clock; max?: number } = {},
): Promise<TestDatabase> {
  const server = postgres(serverUrl(), { max: 1, onnotice: () => {} });
  const template = await templateOf(server, migrations);
  const name = `gatehouse_test_${randomBytes(6).toString("hex")}`;
  await server.unsafe(`create database ${name} template ${template} strategy file_copy`);
  const url = at(serverUrl(), name);
  const admin = postgres(url, { max: 2, onnotice: () => {} });
  const db = connect({ url, clock, max, assumeRole: true });
  return {
    db,
    url,
    admin,
    async close() {
      await Promise.all([db.close(), admin.end({ timeout: 5 })]);
      await server.unsafe(`drop database if exists ${name} with (force)`);
      await server.end({ timeout: 5 });
    },
  };
}

async function templateOf(server: postgres.Sql, migrations: readonly Migrations[]): Promise<string> {
  const digests = readMigrations([dbMigrations, ...migrations]).map((migration) => migration.digest);
  const name = `gatehouse_template_${createHash("sha256").update(digests.join()).digest("hex").slice(0, 12)}`;
  const connection = await server.reserve();
  try {
    await connection`select pg_advisory_lock(7140286)`;
    const existing = await connection`select from pg_database where datname = ${name}`;
    if (existing.length === 0) {
      const draft = `${name}_draft`;
      await connection.unsafe(`drop database if exists ${draft} with (force)`);
      await connection.unsafe(`create database ${draft}`);
      await migrate(at(serverUrl(), draft), migrations);
      await connection.unsafe(`alter database ${draft} rename to ${name}`);
    }
    await connection`select pg_advisory_unlock(7140286)`;
  } finally {
    connection.release();
  }
  return name;
}
