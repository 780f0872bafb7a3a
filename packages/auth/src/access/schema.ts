import { primaryKey, text } from "drizzle-orm/pg-core";
import { authSchema, instant } from "../pg-schema.ts";

/** An organization's own roles. */
export const roles = authSchema.table(
  "roles",
  {
    organizationId: text("organization_id").notNull(),
    key: text().notNull(),
    name: text().notNull(),
    permissions: text().array().notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.key] })],
);
