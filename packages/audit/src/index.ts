import type { Migrations } from "@gatehouse/db";

export { append, defineEvents, type EventCatalogue, type EventFacts } from "./record.ts";
export type { Outcome } from "./schema.ts";

/** The SQL of this package. */
export const auditMigrations: Migrations = { package: "audit", folder: new URL("../migrations/", import.meta.url) };
