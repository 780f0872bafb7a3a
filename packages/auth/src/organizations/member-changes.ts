import type { TenantWork } from "@gatehouse/db";
import { eq } from "drizzle-orm";
import type { Policy } from "../access/define-policy.ts";
import { requireGrantable } from "../access/grantable.ts";
import { findRole } from "../access/held-role.ts";
import { brokenConstraint } from "../constraint.ts";
import type { AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { endKeysOf } from "../keys/end.ts";
import { holdAccounts } from "../users/accounts.ts";
import { users } from "../users/schema.ts";
import { isMembership, keepingAnOwner } from "./memberships.ts";
import { nameInMail } from "./name-in-mail.ts";
import { memberships, organizations } from "./schema.ts";

/** A member and the role that is meant for that person. */
export interface RoleOfMember {
  readonly userId: string;
  readonly role: string;
}

/** Somebody else's membership, as it stands while its account is held. */
interface OtherMember {
  readonly role: string;
  readonly email: string;
  readonly organization: string | null;
}

/** What becomes of the members of an organization. Nobody changes their own membership here, nor one that holds more than they do. */
export function createMemberChanges(policy: Policy, mail: AuthMail) {
  const giverOf = ({ actor, organizationId }: TenantWork) => actor.memberships.get(organizationId);

  async function findOther(work: TenantWork, userId: string): Promise<OtherMember> {
    if (userId === work.actor.userId) throw refusal("member.self");
    await holdAccounts(work, [userId]);
    const [member] = await work.tx
      .select({ role: memberships.role, email: users.email, name: organizations.name })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
      .where(isMembership(work, userId));
    if (!member) throw refusal("member.not_found");
    if (member.role === "owner" && giverOf(work)?.role !== "owner") {
      throw refusal("member.outranked", {}, { target: userId });
    }
    const held = await findRole(work, policy, member.role);
    if (held) requireGrantable(giverOf(work), held);
    return { role: member.role, email: member.email, organization: nameInMail(member.name) };
  }

  async function setRole(work: TenantWork, { userId, role }: RoleOfMember): Promise<void> {
    try {
      await keepingAnOwner(work.tx.update(memberships).set({ role }).where(isMembership(work, userId)));
    } catch (error) {
      // It was deleted a moment ago.
      throw brokenConstraint(error)?.endsWith("own_role_fkey") ? refusal("role.not_found") : error;
    }
  }

  return {
    /**
     * Gives a member another role, and tells that person.
     *
     * @throws AppError `member.self`, `member.not_found`, `role.not_found`, `member.last_owner`; `member.outranked` for an owner, unless an
     *   owner asks; `access.permission_missing` where the role, or the one before, holds what the actor lacks
     */
    async changeRole(work: TenantWork, { userId, role }: RoleOfMember): Promise<RoleOfMember> {
      const member = await findOther(work, userId);
      const next = await findRole(work, policy, role);
      if (!next) throw refusal("role.not_found");
      requireGrantable(giverOf(work), next);
      if (member.role === role) return { userId, role };
      await setRole(work, { userId, role });
      await record(work, "member.role_changed", { target: userId, detail: { from: member.role, to: role } });
      const { email: to, organization } = member;
      await mail.send(work, "roleChanged", { to, organization, role: nameInMail(next.name) });
      return { userId, role };
    },

    /**
     * Takes a member out of the organization, and tells that person. What that person holds by the membership goes with it.
     *
     * @throws AppError as `changeRole`
     */
    async remove(work: TenantWork, { userId }: { userId: string }): Promise<{ status: "removed" }> {
      const { role, email: to, organization } = await findOther(work, userId);
      await endKeysOf(work, userId);
      await keepingAnOwner(work.tx.delete(memberships).where(isMembership(work, userId)));
      await record(work, "member.removed", { target: userId, detail: { role } });
      await mail.send(work, "memberRemoved", { to, organization });
      return { status: "removed" };
    },
  };
}
