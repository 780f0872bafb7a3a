import { pgSchema, text, timestamp } from "drizzle-orm/pg-core";

export const documents = pgSchema("app").table("documents", {
  id: text().primaryKey(),
  organizationId: text("organization_id").notNull(),
  title: text().notNull(),
  body: text().notNull(),
  createdBy: text("created_by"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull(),
});
