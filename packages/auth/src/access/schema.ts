import { text } from "drizzle-orm/pg-core";
import { authSchema, instant } from "../pg-schema.ts";

export const instanceGrants = authSchema.table("instance_grants", {
  userId: text("user_id").primaryKey(),
  grantedAt: instant("granted_at").notNull(),
});
