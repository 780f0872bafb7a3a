import { text } from "drizzle-orm/pg-core";
import { authSchema, instant } from "../pg-schema.ts";
import type { InstancePermission } from "./permissions.ts";

export const instanceGrants = authSchema.table("instance_grants", {
  userId: text("user_id").primaryKey(),
  permissions: text().array().$type<InstancePermission[]>().notNull(),
  grantedAt: instant("granted_at").notNull(),
});
