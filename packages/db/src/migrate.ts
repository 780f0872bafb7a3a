import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type postgres from "postgres";
import { withClient } from "./connect.ts";
import { installJobs } from "./jobs-install.ts";

/** The SQL that one package ships: files named `NNNN-what.sql`, run in the order of their names. */
export interface Migrations {
  readonly package: string;
  readonly folder: URL;
}

/** The roles and the jobs' schema, which every other package's migrations stand on. */
export const dbMigrations: Migrations = { package: "db", folder: new URL("../migrations/", import.meta.url) };

interface Migration {
  readonly package: string;
  readonly name: string;
  readonly text: string;
  readonly digest: string;
}

/** Reads the migrations of several packages, in the order given. */
export function readMigrations(sources: readonly Migrations[]): Migration[] {
  return sources.flatMap((source) => {
    const folder = fileURLToPath(source.folder);
    const names = readdirSync(folder).filter((name) => name.endsWith(".sql"));
    return names.sort().map((name) => {
      const text = readFileSync(join(folder, name), "utf8");
      return { package: source.package, name, text, digest: createHash("sha256").update(text).digest("hex") };
    });
  });
}

/** Any number, the same for everybody who migrates this database. */
const LOCK = 7_140_283;

/**
 * Brings a database up to date. Safe when several processes start at once: one migrates, the others wait and
 * find nothing left to do. All of it is one transaction.
 *
 * @param url the owner's login
 * @throws Error when a migration that already ran was edited since
 */
export async function migrate(url: string, sources: readonly Migrations[]): Promise<void> {
  await withClient(url, (sql) => sql.begin((tx) => applyAll(tx, readMigrations([dbMigrations, ...sources]))));
}

async function applyAll(tx: postgres.TransactionSql, migrations: readonly Migration[]): Promise<void> {
  await tx`select pg_advisory_xact_lock(${LOCK})`;
  await tx`create schema if not exists gatehouse`;
  await tx`create table if not exists gatehouse.migrations (
    package text not null, name text not null, digest text not null,
    applied_at timestamptz not null default now(), primary key (package, name))`;
  const applied = await tx<{ key: string; digest: string }[]>`
    select package || '/' || name as key, digest from gatehouse.migrations`;
  const digests = new Map(applied.map((row) => [row.key, row.digest]));
  for (const migration of migrations) {
    await applyOnce(tx, migration, digests.get(`${migration.package}/${migration.name}`));
  }
  await installJobs(tx);
}

async function applyOnce(tx: postgres.TransactionSql, migration: Migration, digest: string | undefined): Promise<void> {
  const key = `${migration.package}/${migration.name}`;
  if (digest === migration.digest) return;
  if (digest !== undefined) throw new Error(`migration ${key} was edited after it ran: write a new one instead`);
  await tx.unsafe(migration.text).simple();
  await tx`insert into gatehouse.migrations (package, name, digest) values (${migration.package}, ${migration.name}, ${migration.digest})`;
}
