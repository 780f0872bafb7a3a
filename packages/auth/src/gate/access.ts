import { asPerson, type Work } from "@gatehouse/db";
import type { Membership } from "@gatehouse/kernel";
import { eq, sql } from "drizzle-orm";
import type { Policy } from "../access/define-policy.ts";
import { demandsOn, isFactorDemanded, type Rules } from "../access/demands.ts";
import { isGuarded } from "../access/held-role.ts";
import { roles } from "../access/schema.ts";
import { instanceGrants } from "../instance/schema.ts";
import { factorsColumn, personId } from "../mfa/factors.ts";
import { memberships, organizations, requirements } from "../organizations/schema.ts";
import { users } from "../users/schema.ts";
import type { Access } from "./memory.ts";

/** One membership and its organization; `named` is what the role names when it is the organization's own. */
interface RoleRow {
  readonly id: string;
  readonly role: string;
  readonly personal: boolean;
  readonly named: readonly string[] | null;
  /** Milliseconds since the epoch. */
  readonly deletesAt: number | null;
  readonly rules: Rules | null;
}

const rolesColumn = sql<RoleRow[] | null>`(
  select json_agg(json_build_object('id', m.organization_id, 'role', m.role, 'personal', o.personal, 'named', r.permissions,
    'deletesAt', floor(extract(epoch from o.deletes_at) * 1000),
    'rules', case when q.organization_id is not null then json_build_object('mfaForAll', q.mfa_for_all, 'mfaRoles', q.mfa_roles,
      'sessionHours', q.session_hours, 'emailDomains', q.email_domains, 'addressRanges', q.address_ranges,
      'breakGlassUserId', q.break_glass_user_id) end))
  from ${memberships} m join ${organizations} o on o.id = m.organization_id
  left join ${roles} r on r.organization_id = m.organization_id and r.key = m.role
  left join ${requirements} q on q.organization_id = m.organization_id
  where m.user_id = ${personId})`;

const instanceColumn = sql<readonly string[] | null>`(
  select g.permissions from ${instanceGrants} g where g.user_id = ${personId})`;

/** Reads what a person may do, anew; null when the account is gone or disabled. */
export type AccessOf = (work: Work, userId: string) => Promise<Access | null>;

/** Reads what a person may do, with its version, by one statement; null when the account is gone or disabled. */
export function readAccess(work: Work, policy: Policy, userId: string): Promise<Access | null> {
  return asPerson(work, userId, async () => {
    const [row] = await work.tx
      .select({
        version: users.accessVersion,
        disabledAt: users.disabledAt,
        email: users.email,
        roles: rolesColumn,
        instance: instanceColumn,
        factors: factorsColumn,
      })
      .from(users)
      .where(eq(users.id, userId));
    if (!row || row.disabledAt !== null) return null;
    const { version, factors, email } = row;
    const membershipOf = (held: RoleRow): Membership => {
      const { id, role, personal, named, rules, deletesAt } = held;
      const permissions = named === null ? policy.permissionsOf(role) : policy.resolve(named);
      const isAsked = isFactorDemanded(rules, role) || isGuarded(policy, { key: role, permissions });
      const needsFactor = factors.length === 0 && !personal && isAsked;
      const demands = demandsOn(rules, { userId, email, role, deletesAt });
      return { organizationId: id, role, permissions, needsFactor, demands };
    };
    const held = (row.roles ?? []).map(membershipOf);
    return {
      version,
      factors,
      instance: new Set(row.instance),
      memberships: new Map(held.map((membership) => [membership.organizationId, membership])),
    };
  });
}
