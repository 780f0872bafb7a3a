import type { TenantWork } from "@gatehouse/db";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import type { Policy } from "../access/define-policy.ts";
import { requireGrantable } from "../access/grantable.ts";
import { findRole } from "../access/held-role.ts";
import type { AuthLimits, AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import type { AccessOf } from "../gate/access.ts";
import { endOf, organizationInMail, spendLetter } from "./invitation-mail.ts";
import { getInvitation, type InvitationView, isInvitation, viewOf } from "./invitations.ts";
import { requireStillGrantable } from "./inviter.ts";
import type { Inviter } from "./inviting.ts";
import type { IsAllowedAddress } from "./joining.ts";
import { invitations } from "./schema.ts";

interface ResendingDeps {
  readonly policy: Policy;
  readonly accessOf: AccessOf;
  readonly isAllowedAddress: IsAllowedAddress;
  readonly limits: AuthLimits;
  readonly mail: AuthMail;
}

/** Sending an invitation again, also one whose time is over. */
export function createResending({ policy, accessOf, isAllowedAddress, limits, mail }: ResendingDeps) {
  async function requireSendable(work: TenantWork, invitationId: string): Promise<string> {
    const invitation = await getInvitation(work, invitationId);
    const role = await findRole(work, policy, invitation.role);
    // To bring back one whose time is over is to give its role.
    if (role) requireGrantable(work.actor.memberships.get(work.organizationId), role);
    // What could not be accepted is not sent.
    await requireStillGrantable(work, { policy, accessOf }, invitation);
    if (!(await isAllowedAddress(work, invitation.email))) throw refusal("invitation.domain_not_allowed");
    return invitation.email;
  }

  async function renew(work: TenantWork, invitationId: string): Promise<InvitationView> {
    const token = newToken("invitation");
    const [row] = await work.tx
      .update(invitations)
      .set({ digest: digestOf(token), expiresAt: endOf(work.now) })
      .where(isInvitation(work, invitationId))
      .returning();
    if (!row) throw refusal("invitation.not_found");
    await record(work, "invitation.resent", { target: invitationId });
    await mail.send(work, "invitation", { to: row.email, organization: await organizationInMail(work), token });
    return viewOf(row);
  }

  return {
    /**
     * Mails a new link, which lives as long as the first did; the one before it is void. The role stays, and rests on whoever gave it.
     *
     * @throws AppError `invitation.not_found`, `invitation.not_grantable`, `invitation.domain_not_allowed`, `limits.exceeded`;
     *   `access.permission_missing` where the role holds what the actor lacks
     */
    async resend({ actor, begin }: Inviter, { invitationId }: { invitationId: string }): Promise<InvitationView> {
      const email = await begin((work) => requireSendable(work, invitationId));
      const refused = await spendLetter(limits, actor, email);
      if (refused) throw refused;
      return begin((work) => renew(work, invitationId));
    },
  };
}
