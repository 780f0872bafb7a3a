import { inTenant, type UserWork } from "@gatehouse/db";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { endKeysOf } from "../keys/end.ts";
import { holdAccounts } from "../users/accounts.ts";
import { roleOf } from "./members.ts";
import { isMembership, keepingAnOwner, teamOf } from "./memberships.ts";
import { memberships } from "./schema.ts";

/**
 * Takes the actor out of an organization, whatever it demands of its members.
 *
 * @throws AppError `organization.not_found`, for one that the actor does not belong to as for none; `organization.personal`,
 *   `organization.deleting`, `member.last_owner`
 */
export async function leaveOrganization(
  work: UserWork,
  { organizationId }: { organizationId: string },
): Promise<{ status: "left" }> {
  const { userId } = work.actor;
  await holdAccounts(work, [userId]);
  await inTenant(work, organizationId, async (tenant) => {
    const role = await roleOf(tenant, userId);
    if (role === null) throw refusal("organization.not_found");
    const { deletesAt } = await teamOf(tenant);
    if (deletesAt !== null) throw refusal("organization.deleting", { deletesAt: deletesAt.toISOString() });
    await endKeysOf(tenant, userId);
    await keepingAnOwner(tenant.tx.delete(memberships).where(isMembership(tenant, userId)));
    await record(tenant, "member.left", { target: userId, detail: { role } });
  });
  return { status: "left" };
}
