import { inTenant, type OrganizationWork, type TenantWork, type Work } from "@gatehouse/db";
import type { Policy } from "../access/define-policy.ts";
import { isGrantable, requireGrantable } from "../access/grantable.ts";
import { findRole } from "../access/held-role.ts";
import { refusal } from "../errors.ts";
import type { AccessOf } from "../gate/access.ts";
import type { factorResets } from "../mfa/schema.ts";

type FactorReset = typeof factorResets.$inferSelect;

interface FactorResetRuleDeps {
  readonly policy: Policy;
  /** The role of a member in the organization of the work; null for whoever is none. */
  readonly roleOf: (work: OrganizationWork, userId: string) => Promise<string | null>;
  readonly accessOf: AccessOf;
}

/** Whose second factors an organization may take away, and at whose word: as with a role, nobody's who holds more than whoever asks. */
export function createFactorResetRules({ policy, roleOf, accessOf }: FactorResetRuleDeps) {
  return {
    /**
     * @throws AppError `member.self`, `member.not_found`; `member.outranked` for an owner, unless an owner asks; `access.permission_missing`
     *   for whoever holds what the actor lacks
     */
    async requireBelow(work: TenantWork, userId: string): Promise<void> {
      if (userId === work.actor.userId) throw refusal("member.self");
      const role = await roleOf(work, userId);
      if (role === null) throw refusal("member.not_found");
      const mine = work.actor.memberships.get(work.organizationId);
      if (role === "owner" && mine?.role !== "owner") throw refusal("member.outranked", {}, { target: userId });
      const held = await findRole(work, policy, role);
      if (held) requireGrantable(mine, held);
    },

    /**
     * Whether a request still stands when its day has come: the person is still a member, and whoever asked could still ask. Whoever runs
     * the installation is no organization's to touch, which nobody is told before.
     */
    async stands(work: Work, { userId, askedIn, askedBy }: FactorReset): Promise<boolean> {
      const asker = (await accessOf(work, askedBy))?.memberships.get(askedIn);
      if (!asker?.permissions.has("member:remove")) return false;
      if (((await accessOf(work, userId))?.instance.size ?? 0) > 0) return false;
      return inTenant(work, askedIn, async (tenant) => {
        const key = await roleOf(tenant, userId);
        const role = key === null ? null : await findRole(tenant, policy, key);
        return role !== null && isGrantable(asker, role);
      });
    },
  };
}

export type FactorResetRules = ReturnType<typeof createFactorResetRules>;
