import { text } from "drizzle-orm/pg-core";
import { authSchema, instant } from "../pg-schema.ts";

/** Permissions that somebody asks for. A row waits for its answer. */
export const accessRequests = authSchema.table("access_requests", {
  id: text().primaryKey(),
  organizationId: text("organization_id").notNull(),
  userId: text("user_id").notNull(),
  permission: text().notNull(),
  note: text(),
  createdAt: instant("created_at").notNull(),
});
