import { inTenant, type OrganizationWork, type TenantWork, type UserWork } from "@gatehouse/db";
import { and, eq, gt } from "drizzle-orm";
import type { Policy } from "../access/define-policy.ts";
import { brokenConstraint } from "../constraint.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import type { AccessOf } from "../gate/access.ts";
import { holdAccount } from "../users/accounts.ts";
import { maskedAddress } from "../users/masked-address.ts";
import { openInvitation } from "./invitation-links.ts";
import type { Invitation } from "./invitations.ts";
import { requireStillGrantable } from "./inviter.ts";
import { invitations, memberships, organizations } from "./schema.ts";

/** Whether an organization takes members with this address; asked inside it. */
export type IsAllowedAddress = (work: OrganizationWork, email: string) => Promise<boolean>;

interface JoiningDeps {
  readonly policy: Policy;
  readonly accessOf: AccessOf;
  readonly isAllowedAddress: IsAllowedAddress;
}

/** A membership that began. */
export interface Joined {
  readonly organizationId: string;
  readonly role: string;
}

/** Accepting an invitation. */
export function createJoining({ policy, accessOf, isAllowedAddress }: JoiningDeps) {
  async function join(work: TenantWork, invitation: Invitation): Promise<void> {
    await holdOrganization(work);
    await requireStillGrantable(work, { policy, accessOf }, invitation);
    if (!(await isAllowedAddress(work, invitation.email))) throw refusal("invitation.domain_not_allowed");
    await spend(work, invitation);
    await addSelf(work, invitation.role);
    const { id, role } = invitation;
    await record(work, "member.joined", { target: work.actor.userId, detail: { invitationId: id, role } });
  }

  return {
    /**
     * Makes the actor a member, with the role of the invitation. Whatever refuses it leaves the invitation as it was.
     *
     * @throws AppError `auth.link_invalid`, also for all but one of many at once; `invitation.other_address`, details `{ email }` (masked),
     *   for whoever is signed in by another address; `invitation.not_grantable`; `invitation.domain_not_allowed`;
     *   `invitation.already_member`; `organization.full`; `organization.deleting`, details `{ deletesAt }`
     */
    async accept(work: UserWork, { token }: { token: string }): Promise<Joined> {
      // The account first, as everywhere: its address stays what it is until the end.
      const account = await holdAccount(work, work.actor.userId);
      const invitation = await openInvitation(work, token);
      const { id: target, organizationId, email, role } = invitation;
      if (email !== account.email) {
        throw refusal("invitation.other_address", { email: maskedAddress(email) }, { organizationId, target });
      }
      await inTenant(work, organizationId, (tenant) => join(tenant, invitation));
      return { organizationId, role };
    },
  };
}

/** Nobody joins an organization that is being deleted, and two who join do so one after the other. */
async function holdOrganization({ tx, organizationId }: TenantWork): Promise<void> {
  const [held] = await tx
    .select({ deletesAt: organizations.deletesAt })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
    .for("no key update");
  if (!held) throw refusal("auth.link_invalid");
  if (held.deletesAt) throw refusal("organization.deleting", { deletesAt: held.deletesAt.toISOString() });
}

async function spend({ tx, now }: TenantWork, { digest }: Invitation): Promise<void> {
  const isLive = and(eq(invitations.digest, digest), gt(invitations.expiresAt, now));
  const [spent] = await tx.delete(invitations).where(isLive).returning({ id: invitations.id });
  if (!spent) throw refusal("auth.link_invalid");
}

async function addSelf({ tx, now, actor: { userId }, organizationId }: TenantWork, role: string): Promise<void> {
  try {
    await tx.insert(memberships).values({ organizationId, userId, role, createdAt: now });
  } catch (error) {
    const constraint = brokenConstraint(error);
    if (constraint === "memberships_within_limit") throw refusal("organization.full");
    if (constraint === "memberships_pkey") throw refusal("invitation.already_member");
    throw error;
  }
}
