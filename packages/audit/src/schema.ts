import { sql } from "drizzle-orm";
import { bigint, boolean, jsonb, pgSchema, text, timestamp } from "drizzle-orm/pg-core";

/** Whether the thing was done or refused. */
export type Outcome = "success" | "refused";

const auditSchema = pgSchema("audit");
const count = (name: string) => bigint(name, { mode: "number" });
const instant = (name: string) => timestamp(name, { withTimezone: true });

/** The append-only log. `seq` orders its writing; `id` names an event to people. `ip`, `userAgent` and `personal` can be erased. */
export const events = auditSchema.table("events", {
  id: text().primaryKey(),
  // The database's alone to give: no role may name the column in an INSERT, not even for its default.
  seq: bigint({ mode: "number" }).notNull().generatedAlwaysAs(sql`identity`),
  action: text().notNull(),
  outcome: text().$type<Outcome>().notNull(),
  actorId: text("actor_id"),
  organizationId: text("organization_id"),
  target: text(),
  ip: text(),
  userAgent: text("user_agent"),
  requestId: text("request_id").notNull(),
  at: timestamp({ withTimezone: true }).notNull(),
  detail: jsonb().$type<Record<string, unknown>>().notNull(),
  personal: jsonb().$type<Record<string, unknown>>(),
});

/** The events that wait for their seal. */
export const inbox = auditSchema.table("inbox", { seq: count("seq").primaryKey() });

/** The chains; `number` orders all of them. */
export const seals = auditSchema.table("seals", {
  organizationId: text("organization_id").notNull(),
  position: count("position").notNull(),
  number: count("number").generatedAlwaysAsIdentity(),
  eventId: text("event_id").notNull(),
  hash: text().notNull(),
  personalDigest: text("personal_digest"),
  salt: text(),
});

export const signingKeys = auditSchema.table("signing_keys", {
  kid: text().primaryKey(),
  publicKey: text("public_key").notNull(),
  privateKey: text("private_key").notNull(),
  createdAt: instant("created_at").notNull(),
});

export const checkpoints = auditSchema.table("checkpoints", {
  organizationId: text("organization_id").notNull(),
  kind: text().$type<"head" | "start">().notNull(),
  position: count("position").notNull(),
  eventId: text("event_id").notNull(),
  hash: text().notNull(),
  signedAt: instant("signed_at").notNull(),
  kept: boolean().notNull(),
  kid: text().notNull(),
  signature: text().notNull(),
});

export const cursors = auditSchema.table("cursors", {
  reader: text().primaryKey(),
  number: count("number").notNull(),
  movedAt: instant("moved_at").notNull(),
});
