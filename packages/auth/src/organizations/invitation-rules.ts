import type { TenantWork, UserWork } from "@gatehouse/db";
import type { AppError } from "@gatehouse/kernel";
import { and, eq, gt, inArray } from "drizzle-orm";
import type { Policy } from "../access/define-policy.ts";
import { requireGrantable } from "../access/grantable.ts";
import { findRole, isGuarded } from "../access/held-role.ts";
import { refusal } from "../errors.ts";
import { users } from "../users/schema.ts";
import type { IsAllowedAddress } from "./joining.ts";
import { roomIn } from "./member-limit.ts";
import { invitations, memberships, organizations } from "./schema.ts";

/** Who is to be invited, each address once and as it is kept, and to which role. */
export interface Invitees {
  readonly emails: readonly string[];
  readonly role: string;
}

interface RuleDeps {
  readonly policy: Policy;
  /** Throws where a fresh proof is lacking. */
  readonly requireFresh: (work: UserWork) => void;
  readonly isAllowedAddress: IsAllowedAddress;
}

export const noSuchRole = () => refusal("request.invalid", { fieldErrors: { role: ["There is no such role."] } });

/** What is judged before anybody is invited. */
export function createInvitationRules({ policy, requireFresh, isAllowedAddress }: RuleDeps) {
  async function requireRole(work: TenantWork, key: string): Promise<void> {
    const role = await findRole(work, policy, key);
    if (!role) throw noSuchRole();
    requireGrantable(work.actor.memberships.get(work.organizationId), role);
    if (isGuarded(policy, role)) requireFresh(work);
  }

  return {
    /**
     * What keeps each address from being invited, in the order given; null where nothing does.
     *
     * @throws AppError `request.invalid` for a role that is not there, `access.permission_missing` for one that holds more than the actor,
     *   `access.step_up_required` for one that is guarded, `invitation.personal`
     */
    async judge(work: TenantWork, { emails, role }: Invitees): Promise<Map<string, AppError | null>> {
      await requireRole(work, role);
      const limit = await memberLimitOf(work);
      const members = await membersAmong(work, emails);
      const invited = await invitedAmong(work, emails);
      let room = await roomIn(work, limit);
      const verdicts = new Map<string, AppError | null>();
      const verdictOn = async (email: string) => {
        if (!(await isAllowedAddress(work, email))) return refusal("invitation.domain_not_allowed");
        if (members.has(email)) return refusal("invitation.already_member");
        if (invited.has(email)) return refusal("invitation.already_invited");
        return room > 0 ? null : refusal("organization.full");
      };
      for (const email of emails) {
        const verdict = await verdictOn(email);
        verdicts.set(email, verdict);
        if (verdict === null) room -= 1;
      }
      return verdicts;
    },
  };
}

export type InvitationRules = ReturnType<typeof createInvitationRules>;

/** @throws AppError `invitation.personal`; `organization.not_found` when it was deleted a moment ago */
async function memberLimitOf({ tx, organizationId }: TenantWork): Promise<number | null> {
  const { personal, memberLimit } = organizations;
  const [row] = await tx
    .select({ personal, memberLimit })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  if (!row) throw refusal("organization.not_found");
  if (row.personal) throw refusal("invitation.personal");
  return row.memberLimit;
}

/** Of members alone: whether anybody else has an account, nothing here asks. */
async function membersAmong({ tx, organizationId }: TenantWork, emails: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.organizationId, organizationId), inArray(users.email, [...emails])));
  return new Set(rows.map(({ email }) => email));
}

async function invitedAmong({ tx, now, organizationId }: TenantWork, emails: readonly string[]): Promise<Set<string>> {
  const isLive = and(eq(invitations.organizationId, organizationId), gt(invitations.expiresAt, now));
  const rows = await tx
    .select({ email: invitations.email })
    .from(invitations)
    .where(and(isLive, inArray(invitations.email, [...emails])));
  return new Set(rows.map(({ email }) => email));
}
