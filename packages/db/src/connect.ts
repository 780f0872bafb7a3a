import type { Actor, Clock } from "@gatehouse/kernel";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { beginsInTime } from "./deadline.ts";
import { APPLICATION_ROLE, type Scope, setScope } from "./tenancy.ts";
import type { RequestInfo, TenantWork, UserWork, Work } from "./work.ts";

export type Sql = postgres.Sql;

/** The application's way to PostgreSQL. Whatever touches rows goes through one of the three works. */
export interface Database {
  /** A small pool beside the works', in the application's role: for the counters, the queue and the health check. */
  readonly sql: Sql;
  work<Result>(request: RequestInfo, fn: (work: Work) => Promise<Result>): Promise<Result>;
  userWork<Result>(request: RequestInfo, actor: Actor, fn: (work: UserWork) => Promise<Result>): Promise<Result>;
  tenantWork<Result>(
    request: RequestInfo,
    actor: Actor,
    organizationId: string,
    fn: (work: TenantWork) => Promise<Result>,
  ): Promise<Result>;
  close(): Promise<void>;
}

/** How to reach PostgreSQL. */
export interface ConnectOptions {
  readonly url: string;
  readonly clock: Clock;
  /** Connections at most; one is enough for a test. */
  readonly max?: number;
  /** Take on the application's role at once: where the login is an owner or a superuser (development and tests). */
  readonly assumeRole?: boolean;
}

/** Bounded, so that a request fails in time while the database is away. */
const CONNECT_TIMEOUT_SECONDS = 2;
const RECONNECT_SECONDS = 0.25;
const PLAIN_CONNECTIONS = 4;

/** The settings that every connection of this house shares. */
export const clientOptions = (assumeRole: boolean | undefined) => ({
  connect_timeout: CONNECT_TIMEOUT_SECONDS,
  backoff: () => RECONNECT_SECONDS,
  onnotice: () => {},
  connection: { application_name: "gatehouse", ...(assumeRole ? { role: APPLICATION_ROLE } : {}) },
});

/** Runs something on one connection of a login's own, which ends with it. */
export async function withClient<Result>(url: string, fn: (sql: Sql) => Promise<Result>): Promise<Result> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await fn(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Opens the pool. Nothing is sent before the first query. */
export function connect({ url, clock, max = 10, assumeRole }: ConnectOptions): Database {
  // Two pools, because drizzle turns off its client's handling of dates, which the queue relies on.
  const sql = postgres(url, { ...clientOptions(assumeRole), max: PLAIN_CONNECTIONS });
  const pool = postgres(url, { ...clientOptions(assumeRole), max });
  const orm = drizzle(pool);
  const begin = <Result>(request: RequestInfo, scope: Scope, fn: (work: Work) => Promise<Result>) =>
    beginsInTime((begun) =>
      orm.transaction(async (tx) => {
        await setScope(tx, scope);
        begun();
        return fn({ tx, now: clock(), request });
      }),
    );
  return {
    sql,
    work: (request, fn) => begin(request, {}, fn),
    userWork: (request, actor, fn) => begin(request, { userId: actor.userId }, (work) => fn({ ...work, actor })),
    tenantWork: (request, actor, organizationId, fn) =>
      begin(request, { userId: actor.userId, organizationId }, (work) => fn({ ...work, actor, organizationId })),
    async close() {
      await Promise.all([sql.end({ timeout: 5 }), pool.end({ timeout: 5 })]);
    },
  };
}
