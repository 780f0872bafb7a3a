-- An organization's own roles, beside the built-in ones. Permissions are names or groups (`document:*`), resolved in one place.
create table auth.roles (
  organization_id text not null references auth.organizations on delete cascade,
  key text not null check (key ~ '^[a-z][a-z0-9_-]{1,39}$' and key not in ('owner', 'admin', 'member', 'viewer')),
  name text not null,
  permissions text[] not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, key)
);

-- A membership's role is a built-in one or a row above: nobody holds a role that is not there, and one in use cannot be deleted.
alter table auth.memberships
  add column own_role text generated always as (case when role in ('owner', 'admin', 'member', 'viewer') then null else role end) stored,
  add foreign key (organization_id, own_role) references auth.roles (organization_id, key);

grant select, insert, update, delete on auth.roles to gatehouse_tenant;
alter table auth.roles enable row level security;
alter table auth.roles force row level security;
create policy in_organization on auth.roles to gatehouse_tenant
  using (organization_id = (select gatehouse.organization_id()))
  with check (organization_id = (select gatehouse.organization_id()));
grant select on auth.roles to gatehouse_app;
create policy own on auth.roles for select to gatehouse_app
  using (exists (select from auth.memberships m
    where m.organization_id = roles.organization_id and m.role = roles.key and m.user_id = (select gatehouse.user_id())));

-- The triggers below run as the owner of the tables, whom forced row-level security would blind.
create policy keeper on auth.organizations to current_user using (true) with check (true);
create policy keeper on auth.memberships for select to current_user using (true);

-- What a role holds is what its holders may do.
create function auth.raise_versions_of_holders() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  person record;
begin
  for person in
    update auth.users u set access_version = u.access_version + 1
    from (
      -- always in the same order, so that two changes never wait for each other in a ring
      select h.id from auth.users h join auth.memberships m on m.user_id = h.id
      where m.organization_id = new.organization_id and m.role = new.key order by h.id for update of h
    ) held
    where held.id = u.id
    returning u.id, u.access_version as version
  loop
    perform pg_catalog.pg_notify('gatehouse_gate', pg_catalog.json_build_object('user', person.id, 'version', person.version)::text);
  end loop;
  return null;
end $$;
revoke execute on function auth.raise_versions_of_holders() from public;
create trigger roles_raise_access_version after update of permissions on auth.roles
  for each row execute function auth.raise_versions_of_holders();

-- An organization always has an owner. The lock lets two who leave at once see each other: the second is refused.
create function auth.keep_an_owner() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform from auth.organizations where id = old.organization_id for update;
  if found and not exists (select from auth.memberships where organization_id = old.organization_id and role = 'owner') then
    raise exception 'an organization keeps an owner' using errcode = 'check_violation', constraint = 'memberships_keep_an_owner';
  end if;
  return null;
end $$;
revoke execute on function auth.keep_an_owner() from public;
create trigger memberships_keep_an_owner after update or delete on auth.memberships
  for each row when (old.role = 'owner') execute function auth.keep_an_owner();
