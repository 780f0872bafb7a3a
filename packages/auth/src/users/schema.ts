import { bigint, jsonb, text } from "drizzle-orm/pg-core";
import type { Locale } from "../config.ts";
import { authSchema, instant } from "../pg-schema.ts";

export const users = authSchema.table("users", {
  id: text().primaryKey(),
  email: text().notNull(),
  name: text().notNull(),
  passwordHash: text("password_hash"),
  passwordChangedAt: instant("password_changed_at"),
  personalOrganizationId: text("personal_organization_id").notNull(),
  accessVersion: bigint("access_version", { mode: "number" }).notNull().default(0),
  disabledAt: instant("disabled_at"),
  locale: text().$type<Locale>().notNull().default("en"),
  firstSignedInAt: instant("first_signed_in_at"),
  deletesAt: instant("deletes_at"),
  createdAt: instant("created_at").notNull(),
});

export const pendingSignUps = authSchema.table("pending_sign_ups", {
  id: text().primaryKey(),
  email: text().notNull(),
  name: text().notNull(),
  passwordHash: text("password_hash").notNull(),
  digest: text().notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
});

export const links = authSchema.table("links", {
  digest: text().primaryKey(),
  purpose: text().notNull(),
  userId: text("user_id").notNull(),
  detail: jsonb().$type<Record<string, unknown>>().notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
});
