import { text } from "drizzle-orm/pg-core";
import { authSchema, instant } from "../pg-schema.ts";

export const signingKeys = authSchema.table("signing_keys", {
  kid: text().primaryKey(),
  publicKey: text("public_key").notNull(),
  privateKey: text("private_key").notNull(),
  createdAt: instant("created_at").notNull(),
  signsFrom: instant("signs_from").notNull(),
  endsAt: instant("ends_at"),
});

export const refreshTokens = authSchema.table("refresh_tokens", {
  digest: text().primaryKey(),
  sessionId: text("session_id").notNull(),
  createdAt: instant("created_at").notNull(),
  usedAt: instant("used_at"),
});
