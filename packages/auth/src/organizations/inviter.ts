import type { OrganizationWork } from "@gatehouse/db";
import type { Policy } from "../access/define-policy.ts";
import { isGrantable } from "../access/grantable.ts";
import { findRole } from "../access/held-role.ts";
import { refusal } from "../errors.ts";
import type { AccessOf } from "../gate/access.ts";
import type { Invitation } from "./invitations.ts";

/**
 * A role rests on the word of whoever invited, which counts for no more than that person may still do. A second factor that the inviter
 * has to set up anew takes nothing from it.
 *
 * @throws AppError `invitation.not_grantable` when the inviter is gone, or may no longer invite or give this role
 */
export async function requireStillGrantable(
  work: OrganizationWork,
  { policy, accessOf }: { policy: Policy; accessOf: AccessOf },
  { id, organizationId, role: key, invitedBy }: Invitation,
): Promise<void> {
  const access = invitedBy === null ? null : await accessOf(work, invitedBy);
  const inviter = access?.memberships.get(organizationId);
  const role = await findRole(work, policy, key);
  if (role && inviter?.permissions.has("member:invite") && isGrantable(inviter, role)) return;
  throw refusal("invitation.not_grantable", {}, { organizationId, target: id });
}
