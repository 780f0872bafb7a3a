import { boolean, primaryKey, text } from "drizzle-orm/pg-core";
import { authSchema, instant } from "../pg-schema.ts";

export const organizations = authSchema.table("organizations", {
  id: text().primaryKey(),
  name: text().notNull(),
  slug: text().notNull(),
  personal: boolean().notNull(),
  createdAt: instant("created_at").notNull(),
});

export const memberships = authSchema.table(
  "memberships",
  {
    organizationId: text("organization_id").notNull(),
    userId: text("user_id").notNull(),
    role: text().notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.userId] })],
);
