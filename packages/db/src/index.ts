export { type ConnectOptions, connect, type Database, type Sql } from "./connect.ts";
export { tryEach } from "./each.ts";
export { createJobs, type JobData, type Jobs } from "./jobs.ts";
export { type Migrations, migrate } from "./migrate.ts";
export { type OpenDatabase, type OpenOptions, openDatabase } from "./open.ts";
export { type KeyUse, readKeyUse, requireKeys, resealAll, type SealedColumn } from "./sealed.ts";
export { createSignals, type Listener, type Signals, signal } from "./signals.ts";
export { asApplication, asPerson, inTenant } from "./tenancy.ts";
export type { Begin, OrganizationWork, RequestInfo, TenantWork, Tx, UserWork, Work } from "./work.ts";
