import { newId } from "@gatehouse/kernel";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import type { House } from "./house.ts";

/**
 * Invites an address as viewer by the word of the organization's owner, past the API.
 *
 * @returns the invitation's id and its link's token
 */
export async function plantInvitation(
  { world }: House,
  organizationId: string,
  email: string,
): Promise<{ id: string; token: string }> {
  const [id, token] = [newId("inv"), newToken("invitation")];
  await world.database.admin`
    insert into auth.invitations (id, organization_id, email, role, digest, invited_by, created_at, expires_at)
    select ${id}, ${organizationId}, ${email}, 'viewer', ${digestOf(token)}, m.user_id, now(), now() + interval '7 days'
    from auth.memberships m where m.organization_id = ${organizationId} and m.role = 'owner' order by m.user_id limit 1`;
  return { id, token };
}
