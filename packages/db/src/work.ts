import type { Actor } from "@gatehouse/kernel";
import type { ExtractTablesWithRelations } from "drizzle-orm";
import type { PgTransaction } from "drizzle-orm/pg-core";
import type { PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";

type NoSchema = Record<string, never>;

/** A transaction of drizzle on postgres.js. */
export type Tx = PgTransaction<PostgresJsQueryResultHKT, NoSchema, ExtractTablesWithRelations<NoSchema>>;

/** Where a request came from, as far as the audit and the logs may know. */
export interface RequestInfo {
  readonly id: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** A digest of the marker that the browser carries, which names the device and opens nothing. */
  readonly device?: string;
  /** Who is really asking, where somebody acts as another person: part of every event of the request. */
  readonly impersonatorId?: string | undefined;
}

/** What lives as long as one transaction: the first parameter of every slice function. */
export interface Work {
  readonly tx: Tx;
  readonly now: Date;
  readonly request: RequestInfo;
}

/** A work of a known person. Of tenant tables it sees only the rows that name this person. */
export interface UserWork extends Work {
  readonly actor: Actor;
}

/** A work inside one organization, on whosever behalf: what `inTenant` gives. It sees that organization's rows and no others. */
export interface OrganizationWork extends Work {
  readonly organizationId: string;
}

/** The same of a known person. */
export interface TenantWork extends UserWork, OrganizationWork {}

/** Opens a work, runs the function in it, commits; whatever it throws rolls back. */
export type Begin<W> = <Result>(fn: (work: W) => Promise<Result>) => Promise<Result>;
