import type { TenantWork } from "@gatehouse/db";
import { eq } from "drizzle-orm";
import type { Policy } from "../access/define-policy.ts";
import { isFactorDemanded } from "../access/demands.ts";
import { isGuarded } from "../access/held-role.ts";
import { allRoles } from "../access/role-list.ts";
import { refusal } from "../errors.ts";
import { findMember, listMembers, type MemberSearch, type MemberView } from "./members.ts";
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

/** Who belongs to an organization, and who of them it keeps out for want of a second factor. */
export function createMemberList(policy: Policy) {
  async function judged(work: TenantWork, members: readonly MemberView[]): Promise<ListedMember[]> {
    const asked = await askedRoles(policy, work);
    return members.map((member) => ({ ...member, needsFactor: !member.mfa && asked.has(member.role) }));
  }

  return {
    /** A page of them, as `listMembers`. */
    async list(work: TenantWork, search: MemberSearch): Promise<{ items: ListedMember[]; nextCursor: string | null }> {
      const { items, nextCursor } = await listMembers(work, search);
      return { items: await judged(work, items), nextCursor };
    },

    /** One of them. @throws AppError `member.not_found` */
    async get(work: TenantWork, { userId }: { userId: string }): Promise<ListedMember> {
      const found = await findMember(work, userId);
      const [member] = await judged(work, found === null ? [] : [found]);
      if (member === undefined) throw refusal("member.not_found");
      return member;
    },
  };
}
