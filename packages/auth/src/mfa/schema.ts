import { bigint, boolean, primaryKey, text } from "drizzle-orm/pg-core";
import { authSchema, instant } from "../pg-schema.ts";

export const totp = authSchema.table("totp", {
  userId: text("user_id").primaryKey(),
  secret: text(),
  pendingSecret: text("pending_secret"),
  lastStep: bigint("last_step", { mode: "number" }).notNull().default(0),
  confirmedAt: instant("confirmed_at"),
});

export const recoveryCodes = authSchema.table(
  "recovery_codes",
  {
    userId: text("user_id").notNull(),
    digest: text().notNull(),
    usedAt: instant("used_at"),
  },
  (table) => [primaryKey({ columns: [table.userId, table.digest] })],
);

export const passkeys = authSchema.table("passkeys", {
  id: text().primaryKey(),
  userId: text("user_id").notNull(),
  name: text().notNull(),
  publicKey: text("public_key").notNull(),
  counter: bigint({ mode: "number" }).notNull(),
  transports: text().array().notNull(),
  backedUp: boolean("backed_up").notNull(),
  createdAt: instant("created_at").notNull(),
  lastUsedAt: instant("last_used_at"),
});

export const factorResets = authSchema.table("factor_resets", {
  userId: text("user_id").primaryKey(),
  askedIn: text("asked_in").notNull(),
  askedBy: text("asked_by").notNull(),
  askedAt: instant("asked_at").notNull(),
  dueAt: instant("due_at").notNull(),
});
