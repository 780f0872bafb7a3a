import { bigint, jsonb, pgSchema, text, timestamp } from "drizzle-orm/pg-core";

/** Whether the thing was done or refused. */
export type Outcome = "success" | "refused";

/** The append-only log. `seq` orders it; `id` names an event to people. */
export const events = pgSchema("audit").table("events", {
  id: text().primaryKey(),
  seq: bigint({ mode: "number" }).generatedAlwaysAsIdentity(),
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
});
