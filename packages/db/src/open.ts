import type { Clock } from "@gatehouse/kernel";
import { connect, type Database, withClient } from "./connect.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded/start.ts";
import { prepareEmbedded } from "./embedded-logins.ts";
import { type Migrations, migrate } from "./migrate.ts";
import { createSignals, type Signals } from "./signals.ts";
import { APPLICATION_ROLE } from "./tenancy.ts";

/** Where the data live. `url` absent means the embedded server in `dataDir`. */
export interface OpenOptions {
  readonly url: string | undefined;
  readonly migrationUrl: string | undefined;
  readonly directUrl: string | undefined;
  readonly dataDir: string;
  /** In production an owner or a superuser is refused as the application's login. */
  readonly production: boolean;
  readonly clock: Clock;
}

/** A migrated database, its signals, and the way to leave it. */
export interface OpenDatabase {
  readonly db: Database;
  readonly signals: Signals;
  close(): Promise<void>;
}

interface Logins {
  readonly application: string;
  readonly owner: string;
  readonly server: EmbeddedPostgres | null;
}

/**
 * Starts or reaches PostgreSQL, migrates it and connects as the application.
 *
 * @throws Error in production, when the application's login is an owner or a superuser
 */
export async function openDatabase(options: OpenOptions, migrations: readonly Migrations[]): Promise<OpenDatabase> {
  const logins = await findLogins(options);
  try {
    await migrate(logins.owner, migrations);
    const assumeRole = await isPrivileged(logins.application);
    if (assumeRole && options.production) {
      throw new Error(
        "DATABASE_URL logs in as an owner or a superuser, whom row-level security does not bind: give the application a login of its own and put the owner's into DATABASE_MIGRATION_URL",
      );
    }
    if (!assumeRole) await grantApplicationRole(logins);
    const db = connect({ url: logins.application, clock: options.clock, assumeRole });
    const signals = createSignals(options.directUrl ?? logins.application, assumeRole);
    return {
      db,
      signals,
      async close() {
        await signals.stop();
        await db.close();
        await logins.server?.stop();
      },
    };
  } catch (error) {
    await logins.server?.stop();
    throw error;
  }
}

async function findLogins({ url, migrationUrl, dataDir }: OpenOptions): Promise<Logins> {
  if (url !== undefined) return { application: url, owner: migrationUrl ?? url, server: null };
  const server = await startEmbeddedPostgres({ dataDir });
  return { ...(await prepareEmbedded(server.url)), server };
}

/** Whether a login could read around row-level security: a superuser, or whoever owns (or may become the owner of) the tables. */
const isPrivileged = (url: string): Promise<boolean> =>
  withClient(url, async (sql) => {
    const [row] = await sql<{ privileged: boolean }[]>`
      select (rolsuper or rolbypassrls or pg_has_role(current_user, (
        select nspowner from pg_namespace where nspname = 'gatehouse'), 'member')) as privileged
      from pg_roles where rolname = current_user`;
    return row?.privileged ?? true;
  });

/** An ordinary login becomes the application by a plain GRANT of its role. */
async function grantApplicationRole({ application, owner }: Logins): Promise<void> {
  const login = decodeURIComponent(new URL(application).username);
  await withClient(owner, async (sql) => {
    const [row] = await sql`select pg_has_role(${login}, ${APPLICATION_ROLE}, 'member') as member`;
    if (!row?.member) await sql`grant ${sql(APPLICATION_ROLE)} to ${sql(login)}`;
  });
}
