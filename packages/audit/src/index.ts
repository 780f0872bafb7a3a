import type { Migrations } from "@gatehouse/db";

export type { Access, Accesses } from "./accesses.ts";
export { AUDIT_QUEUES, type Audit, type AuditDeps, type AuditSettings, createAudit } from "./audit.ts";
export { auditSealed } from "./checkpoint.ts";
export { acrossTenants } from "./crossing.ts";
export { csvLine } from "./csv.ts";
export { auditEvents, auditOwasp } from "./events.ts";
export type { Export, ExportFormat, ExportOrder, Exports } from "./export.ts";
export type { Feed, FeedEvent, FeedHandler } from "./feed.ts";
export { type FileVerdict, verifyFile } from "./offline.ts";
export type { OwaspNames } from "./owasp.ts";
export { erasePerson } from "./personal.ts";
export { type EventFilter, type EventPage, type EventQuery, type EventView, listEvents } from "./read.ts";
export { append, defineEvents, type EventCatalogue, type EventFacts } from "./record.ts";
export type { Outcome } from "./schema.ts";
export type { ChainVerdict } from "./verify.ts";

/** The SQL of this package. */
export const auditMigrations: Migrations = { package: "audit", folder: new URL("../migrations/", import.meta.url) };
