import { boolean, cidr, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { authSchema, instant } from "../pg-schema.ts";

export const organizations = authSchema.table("organizations", {
  id: text().primaryKey(),
  name: text().notNull(),
  slug: text().notNull(),
  personal: boolean().notNull(),
  /** How many members it may have; null for no limit. */
  memberLimit: integer("member_limit"),
  createdAt: instant("created_at").notNull(),
  deletesAt: instant("deletes_at"),
});

export const memberships = authSchema.table(
  "memberships",
  {
    organizationId: text("organization_id").notNull(),
    userId: text("user_id").notNull(),
    role: text().notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.userId] })],
);

export const invitations = authSchema.table("invitations", {
  id: text().primaryKey(),
  organizationId: text("organization_id").notNull(),
  email: text().notNull(),
  role: text().notNull(),
  digest: text().notNull(),
  invitedBy: text("invited_by"),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
});

/** What an organization demands of its members beside their roles. */
export const requirements = authSchema.table("requirements", {
  organizationId: text("organization_id").primaryKey(),
  mfaForAll: boolean("mfa_for_all").notNull(),
  mfaRoles: text("mfa_roles").array().notNull(),
  sessionHours: integer("session_hours"),
  emailDomains: text("email_domains").array().notNull(),
  addressRanges: cidr("address_ranges").array().notNull(),
  breakGlassUserId: text("break_glass_user_id"),
  updatedAt: instant("updated_at").notNull(),
});

export const breakGlassUses = authSchema.table(
  "break_glass_uses",
  {
    organizationId: text("organization_id").notNull(),
    sessionId: text("session_id").notNull(),
    at: instant("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.sessionId] })],
);
