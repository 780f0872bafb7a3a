import { primaryKey, text } from "drizzle-orm/pg-core";
import { authSchema, instant } from "../pg-schema.ts";

export const devices = authSchema.table(
  "devices",
  {
    userId: text("user_id").notNull(),
    digest: text().notNull(),
    firstSeenAt: instant("first_seen_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.digest] })],
);
