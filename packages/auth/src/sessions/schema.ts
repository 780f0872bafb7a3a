import { text } from "drizzle-orm/pg-core";
import { authSchema, instant } from "../pg-schema.ts";

/**
 * A browser's session is carried by cookies; a token's by an access token, renewed by refresh tokens. An impersonation is carried as a
 * browser's is, by the browser of somebody else.
 */
export type SessionKind = "browser" | "token" | "impersonation";

export const sessions = authSchema.table("sessions", {
  id: text().primaryKey(),
  digest: text().notNull(),
  userId: text("user_id").notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  endsAt: instant("ends_at").notNull(),
  lastSeenAt: instant("last_seen_at").notNull(),
  ip: text(),
  userAgent: text("user_agent"),
  amr: text().array().notNull(),
  authenticatedAt: instant("authenticated_at").notNull(),
  freshUntil: instant("fresh_until"),
  kind: text().$type<SessionKind>().notNull().default("browser"),
  name: text(),
  impersonatorId: text("impersonator_id"),
  impersonatorSessionId: text("impersonator_session_id"),
});
