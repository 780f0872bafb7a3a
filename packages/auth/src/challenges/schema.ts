import { jsonb, text } from "drizzle-orm/pg-core";
import { authSchema, instant } from "../pg-schema.ts";

export const challenges = authSchema.table("challenges", {
  digest: text().primaryKey(),
  purpose: text().notNull(),
  userId: text("user_id"),
  detail: jsonb().$type<Record<string, unknown>>().notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
});
