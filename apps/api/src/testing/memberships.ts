import type { House } from "./house.ts";

/** Makes somebody a member of so many more organizations, past the API. */
export async function joinMany({ world }: House, userId: string, count: number): Promise<void> {
  await world.database.admin`
    with made as (
      insert into auth.organizations (id, name, slug, personal, created_at)
      select 'org_' || ${userId} || n, 'Organization ' || n, 'o-' || lower(${userId}) || n, false, now()
      from generate_series(1, ${count}::int) n returning id)
    insert into auth.memberships (organization_id, user_id, role, created_at) select id, ${userId}, 'member', now() from made`;
}
