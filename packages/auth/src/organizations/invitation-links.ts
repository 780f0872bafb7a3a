import { inTenant, type Work } from "@gatehouse/db";
import { digestOf } from "@gatehouse/kernel/secrets";
import { and, eq, gt, sql } from "drizzle-orm";
import { roleNameOf } from "../access/held-role.ts";
import { roles } from "../access/schema.ts";
import { INVITATION } from "../config.ts";
import { refusal } from "../errors.ts";
import { maskedAddress } from "../users/masked-address.ts";
import type { Invitation } from "./invitations.ts";
import { invitations, organizations } from "./schema.ts";

/** What the holder of a link may know before signing in. */
export interface InvitationPreview {
  readonly organizationName: string;
  /** The role's key. */
  readonly role: string;
  /** What the role is called. */
  readonly roleName: string;
  /** Masked. */
  readonly email: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Runs a query to which row-level security shows what belongs to one token or one address, of whatever organization, and no more. */
async function naming<Result>({ tx }: Work, named: string, query: () => Promise<Result>): Promise<Result> {
  const name = (value: string) => tx.execute(sql`select set_config('gatehouse.invitation', ${value}, true)`);
  await name(named);
  const result = await query();
  await name("");
  return result;
}

/**
 * Looks at an invitation by the token of its link, and spends nothing.
 *
 * @throws AppError `auth.link_invalid` for one that was accepted, revoked, sent again, is too old, or never was
 */
export async function openInvitation(work: Work, token: string): Promise<Invitation> {
  const digest = digestOf(token);
  const isLive = and(eq(invitations.digest, digest), gt(invitations.expiresAt, work.now));
  const [row] = await naming(work, digest, () => work.tx.select().from(invitations).where(isLive));
  if (!row) throw refusal("auth.link_invalid");
  return row;
}

/** What an invitation is for, to be shown to whoever holds its link. @throws AppError `auth.link_invalid` */
export async function previewInvitation(work: Work, { token }: { token: string }): Promise<InvitationPreview> {
  const { organizationId, role, email, expiresAt } = await openInvitation(work, token);
  const [found] = await inTenant(work, organizationId, ({ tx }) =>
    tx
      .select({ organizationName: organizations.name, ownName: roles.name })
      .from(organizations)
      .leftJoin(roles, and(eq(roles.organizationId, organizations.id), eq(roles.key, role)))
      .where(eq(organizations.id, organizationId)),
  );
  if (!found) throw refusal("auth.link_invalid");
  return {
    organizationName: found.organizationName,
    role,
    roleName: roleNameOf(role, found.ownName),
    email: maskedAddress(email),
    expiresAt: expiresAt.toISOString(),
  };
}

/** Whether any organization waits for this address. */
export async function isInvited(work: Work, email: string): Promise<boolean> {
  const isLive = and(eq(invitations.email, email), gt(invitations.expiresAt, work.now));
  const [row] = await naming(work, email, () =>
    work.tx.select({ id: invitations.id }).from(invitations).where(isLive).limit(1),
  );
  return row !== undefined;
}

/** Forgets the invitations that nobody accepted or sent again for long. */
export async function sweepInvitations({ tx, now }: Work): Promise<void> {
  const endedBefore = new Date(now.getTime() - INVITATION.keptSeconds * 1000);
  await tx.execute(sql`select auth.sweep_invitations(${endedBefore.toISOString()})`);
}
