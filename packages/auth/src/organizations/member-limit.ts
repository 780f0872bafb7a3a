import { inTenant, type TenantWork, type Work } from "@gatehouse/db";
import { and, eq, gt } from "drizzle-orm";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { invitations, memberships, organizations } from "./schema.ts";

/** How many members an organization may have from now on. */
export interface MemberLimit {
  readonly organizationId: string;
  /** A whole number from 1; null for no limit. */
  readonly memberLimit: number | null;
}

/**
 * Limits how many members an organization may have: for whoever runs the installation. Those who are more than that already stay. The
 * database keeps the limit, however many join at once.
 *
 * @throws AppError `organization.not_found`
 */
export function limitMembers(work: Work, { organizationId, memberLimit }: MemberLimit): Promise<MemberLimit> {
  return inTenant(work, organizationId, async (tenant) => {
    const [row] = await tenant.tx
      .update(organizations)
      .set({ memberLimit })
      .where(eq(organizations.id, organizationId))
      .returning({ id: organizations.id });
    if (!row) throw refusal("organization.not_found");
    await record(tenant, "organization.members_limited", { target: organizationId, detail: { memberLimit } });
    return { organizationId, memberLimit };
  });
}

/** How many more people may be invited: whoever is invited already counts, so that no more are asked than can come. */
export async function roomIn({ tx, now, organizationId }: TenantWork, memberLimit: number | null): Promise<number> {
  if (memberLimit === null) return Number.POSITIVE_INFINITY;
  const members = await tx.$count(memberships, eq(memberships.organizationId, organizationId));
  const isLive = and(eq(invitations.organizationId, organizationId), gt(invitations.expiresAt, now));
  return memberLimit - members - (await tx.$count(invitations, isLive));
}
