import type { OrganizationWork, TenantWork } from "@gatehouse/db";
import { and, desc, eq, getTableColumns, lt } from "drizzle-orm";
import { roleNameOf } from "../access/held-role.ts";
import { roles } from "../access/schema.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { keyset, type Page, pageOf } from "../page.ts";
import { invitations } from "./schema.ts";

/** An invitation as it is stored. */
export type Invitation = typeof invitations.$inferSelect;

/** An invitation as the organization sees it. Dates are ISO 8601. */
export interface InvitationView {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  /** The id of whoever invited; null once that account is gone. */
  readonly invitedBy: string | null;
  readonly createdAt: string;
  /** One whose time is over opens nothing, and may be sent again. */
  readonly expiresAt: string;
}

/** The same in a list. */
export interface ListedInvitation extends InvitationView {
  /** What the role is called. */
  readonly roleName: string;
}

/** What an organization may read of a row: never the digest. */
export const viewOf = ({ id, email, role, invitedBy, createdAt, expiresAt }: Invitation): InvitationView => ({
  id,
  email,
  role,
  invitedBy,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});

/** The condition that names one invitation of the work's organization. */
export const isInvitation = ({ organizationId }: OrganizationWork, invitationId: string) =>
  and(eq(invitations.organizationId, organizationId), eq(invitations.id, invitationId));

/** Who is invited and has not accepted, newest first. */
export async function listInvitations(
  { tx, organizationId }: TenantWork,
  page: Page,
): Promise<{ items: ListedInvitation[]; nextCursor: string | null }> {
  const { cursor, limit } = keyset(page);
  const rows = await tx
    .select({ ...getTableColumns(invitations), ownName: roles.name })
    .from(invitations)
    .leftJoin(roles, and(eq(roles.organizationId, invitations.organizationId), eq(roles.key, invitations.role)))
    .where(
      and(eq(invitations.organizationId, organizationId), cursor === null ? undefined : lt(invitations.id, cursor)),
    )
    .orderBy(desc(invitations.id))
    .limit(limit + 1);
  return pageOf(
    rows,
    limit,
    (row) => row.id,
    ({ ownName, ...row }) => ({ ...viewOf(row), roleName: roleNameOf(row.role, ownName) }),
  );
}

/** @throws AppError `invitation.not_found` */
export async function getInvitation(work: TenantWork, invitationId: string): Promise<Invitation> {
  const [row] = await work.tx.select().from(invitations).where(isInvitation(work, invitationId));
  if (!row) throw refusal("invitation.not_found");
  return row;
}

/** Takes an invitation back: its link opens nothing. @throws AppError `invitation.not_found` */
export async function revokeInvitation(
  work: TenantWork,
  { invitationId }: { invitationId: string },
): Promise<{ status: "revoked" }> {
  const [gone] = await work.tx.delete(invitations).where(isInvitation(work, invitationId)).returning();
  if (!gone) throw refusal("invitation.not_found");
  await record(work, "invitation.revoked", { target: invitationId });
  return { status: "revoked" };
}
