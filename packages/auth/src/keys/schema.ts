import { bigint, cidr, date, primaryKey, text } from "drizzle-orm/pg-core";
import { authSchema, instant } from "../pg-schema.ts";

export const apiKeys = authSchema.table("api_keys", {
  id: text().primaryKey(),
  organizationId: text("organization_id").notNull(),
  createdBy: text("created_by").notNull(),
  name: text().notNull(),
  digest: text().notNull(),
  hint: text().notNull(),
  permissions: text().array().notNull(),
  ipRanges: cidr("ip_ranges").array().notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  lastUsedAt: instant("last_used_at"),
  lastUsedIp: text("last_used_ip"),
  replaces: text(),
  rotatedUntil: instant("rotated_until"),
});

export const apiKeyOutcomes = authSchema.table(
  "api_key_outcomes",
  {
    organizationId: text("organization_id").notNull(),
    apiKeyId: text("api_key_id").notNull(),
    day: date().notNull(),
    outcome: text().notNull(),
    count: bigint({ mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.apiKeyId, table.day, table.outcome] })],
);
