import { newId } from "@gatehouse/kernel";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import type { House } from "./house.ts";

/** A key of an organization's, made by its owner, that nobody holds and that was used once. @returns its id */
export async function plantApiKey({ world }: House, organizationId: string): Promise<string> {
  const { admin } = world.database;
  const id = newId("apk");
  await admin`
    insert into auth.api_keys (id, organization_id, created_by, name, digest, hint, permissions, ip_ranges, created_at, expires_at)
    select ${id}, organization_id, user_id, 'Planted', ${digestOf(newToken("planted"))}, 'gk_live_none', '{document:read}', '{}',
      now(), now() + interval '30 days'
    from auth.memberships where organization_id = ${organizationId} and role = 'owner' order by user_id limit 1`;
  await admin`
    insert into auth.api_key_outcomes (organization_id, api_key_id, day, outcome, count)
    select organization_id, id, (now() at time zone 'UTC')::date, 'used', 1 from auth.api_keys where id = ${id}`;
  return id;
}
