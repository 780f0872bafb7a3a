import { asPerson, type Work } from "@gatehouse/db";
import type { Membership } from "@gatehouse/kernel";
import { eq, sql } from "drizzle-orm";
import type { Policy } from "../access/define-policy.ts";
import { factorsColumn, personId } from "../mfa/factors.ts";
import { memberships, organizations } from "../organizations/schema.ts";
import { users } from "../users/schema.ts";
import type { Access } from "./memory.ts";

/** An organization's id, the role held in it, and whether it is personal. */
type RoleRow = readonly [organizationId: string, role: string, personal: boolean];

const rolesColumn = sql<RoleRow[] | null>`(
  select json_agg(json_build_array(m.organization_id, m.role, o.personal))
  from ${memberships} m join ${organizations} o on o.id = m.organization_id
  where m.user_id = ${personId})`;

/** These roles of a team need a second factor. */
const GUARDED_ROLES = new Set(["owner", "admin"]);

/** Reads what a person may do, with its version, by one statement; null when the account is gone or disabled. */
export function readAccess(work: Work, policy: Policy, userId: string): Promise<Access | null> {
  return asPerson(work, userId, async () => {
    const [row] = await work.tx
      .select({
        version: users.accessVersion,
        disabledAt: users.disabledAt,
        roles: rolesColumn,
        factors: factorsColumn,
      })
      .from(users)
      .where(eq(users.id, userId));
    if (!row || row.disabledAt !== null) return null;
    const { version, factors } = row;
    const membershipOf = ([organizationId, role, personal]: RoleRow): Membership => ({
      organizationId,
      role,
      permissions: policy.permissionsOf(role),
      needsFactor: factors.length === 0 && !personal && GUARDED_ROLES.has(role),
    });
    const held = (row.roles ?? []).map(membershipOf);
    return {
      version,
      factors,
      memberships: new Map(held.map((membership) => [membership.organizationId, membership])),
    };
  });
}
