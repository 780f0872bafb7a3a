import { acrossTenants } from "@gatehouse/audit";
import { inTenant } from "@gatehouse/db";
import { and, desc, eq, getTableColumns, lt, sql } from "drizzle-orm";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { limitMembers, type MemberLimit } from "../organizations/member-limit.ts";
import { listMembers } from "../organizations/members.ts";
import { memberships, organizations } from "../organizations/schema.ts";
import { keyset, type Page, pageOf } from "../page.ts";
import { beginsWith, lower, type Search } from "../search.ts";
import { recordHere } from "./log.ts";
import type { InstanceWork } from "./work.ts";

const REASON = "Organizations were looked for by somebody who runs the installation.";

const viewOf = ({ createdAt, deletesAt, ...row }: typeof organizations.$inferSelect) => ({
  ...row,
  createdAt: createdAt.toISOString(),
  deletesAt: deletesAt?.toISOString() ?? null,
});

const membersColumn = sql<number>`(
  select count(*)::int from ${memberships} m where m.organization_id = auth.organizations.id)`;

/** The team organizations whose name or slug begins so, newest first. */
export function listAllOrganizations(begun: InstanceWork, { search, ...page }: Search) {
  const { cursor, limit } = keyset(page);
  const after = cursor === null ? undefined : lt(organizations.id, cursor);
  const found = beginsWith([lower(organizations.name), sql`${organizations.slug}`], search);
  return acrossTenants(begun, REASON, async ({ tx }) => {
    const rows = await tx
      .select({ ...getTableColumns(organizations), members: membersColumn })
      .from(organizations)
      .where(and(eq(organizations.personal, false), found, after))
      .orderBy(desc(organizations.id))
      .limit(limit + 1);
    return pageOf(
      rows,
      limit,
      ({ id }) => id,
      ({ members, ...row }) => ({ ...viewOf(row), members }),
    );
  });
}

/** One organization and a page of its members. The organization reads in its own log who looked. @throws AppError `organization.not_found` */
export async function getAnyOrganization(
  work: InstanceWork,
  { organizationId, ...page }: Page & { organizationId: string },
) {
  await recordHere(work, "instance.organization_viewed", { target: organizationId });
  return inTenant(work, organizationId, async (tenant) => {
    const [row] = await tenant.tx.select().from(organizations).where(eq(organizations.id, organizationId));
    if (!row) throw refusal("organization.not_found");
    await record(tenant, "instance.organization_viewed", { target: organizationId });
    return { ...viewOf(row), members: await listMembers(tenant, page) };
  });
}

/** Limits how many members an organization may have; null for no limit. @throws AppError `organization.not_found` */
export async function setMemberLimit(work: InstanceWork, limit: MemberLimit): Promise<MemberLimit> {
  const { organizationId: target, memberLimit } = limit;
  const limited = await limitMembers(work, limit);
  await recordHere(work, "organization.members_limited", { target, detail: { memberLimit } });
  return limited;
}
