import type { TenantWork } from "@gatehouse/db";
import { eq } from "drizzle-orm";
import type { Policy } from "../access/define-policy.ts";
import { isFactorDemanded } from "../access/demands.ts";
import { isGuarded } from "../access/held-role.ts";
import { allRoles } from "../access/role-list.ts";
import type { Search } from "../search.ts";
import { listMembers, type MemberView } from "./members.ts";
import { readRules } from "./requirements.ts";
import { organizations } from "./schema.ts";

/** A member as the members see one. */
export interface ListedMember extends MemberView {
  /** Lacks the second factor that the role or the organization asks for: until there is one, the organization is closed to them. */
  readonly needsFactor: boolean;
}

/** The keys of the roles whose people need a second factor here; none in a personal organization. */
async function askedRoles(policy: Policy, work: TenantWork): Promise<ReadonlySet<string>> {
  const { tx, organizationId } = work;
  const here = eq(organizations.id, organizationId);
  const [place] = await tx.select({ personal: organizations.personal }).from(organizations).where(here);
  if (place?.personal !== false) return new Set();
  const rules = await readRules(work);
  const asked = (await allRoles(policy, work)).filter(
    ({ key, resolved }) => isFactorDemanded(rules, key) || isGuarded(policy, { key, permissions: new Set(resolved) }),
  );
  return new Set(asked.map(({ key }) => key));
}

/** Who belongs to the organization, as `listMembers`, and who of them it keeps out for want of a second factor. */
export const createMemberList =
  (policy: Policy) =>
  async (work: TenantWork, search: Search): Promise<{ items: ListedMember[]; nextCursor: string | null }> => {
    const { items, nextCursor } = await listMembers(work, search);
    const asked = await askedRoles(policy, work);
    return { items: items.map((item) => ({ ...item, needsFactor: !item.mfa && asked.has(item.role) })), nextCursor };
  };
