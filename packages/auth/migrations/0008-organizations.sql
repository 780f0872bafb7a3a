-- When an organization will be gone; null while nobody asked for that.
alter table auth.organizations add column deletes_at timestamptz;
create index organizations_by_erasure on auth.organizations (deletes_at) where deletes_at is not null;

-- What an organization demands of its members beside their roles.
create table auth.requirements (
  organization_id text primary key references auth.organizations on delete cascade,
  mfa_for_all boolean not null,
  mfa_roles text[] not null,
  session_hours integer check (session_hours between 1 and 720),
  email_domains text[] not null,
  address_ranges cidr[] not null,
  -- one owner whom the rest does not bind; whoever leaves is it no longer
  break_glass_user_id text,
  updated_at timestamptz not null,
  foreign key (organization_id, break_glass_user_id) references auth.memberships (organization_id, user_id)
    on delete set null (break_glass_user_id)
);

-- In which sessions the owner passed where the requirements refuse: each is told to the log once.
create table auth.break_glass_uses (
  organization_id text not null references auth.organizations on delete cascade,
  session_id text not null,
  at timestamptz not null,
  primary key (organization_id, session_id)
);

grant select, insert, update, delete on auth.requirements to gatehouse_tenant;
grant select, insert on auth.break_glass_uses to gatehouse_tenant;
alter table auth.requirements enable row level security;
alter table auth.requirements force row level security;
alter table auth.break_glass_uses enable row level security;
alter table auth.break_glass_uses force row level security;
create policy in_organization on auth.requirements to gatehouse_tenant
  using (organization_id = (select gatehouse.organization_id()))
  with check (organization_id = (select gatehouse.organization_id()));
create policy in_organization on auth.break_glass_uses to gatehouse_tenant
  using (organization_id = (select gatehouse.organization_id()))
  with check (organization_id = (select gatehouse.organization_id()));
grant select on auth.requirements to gatehouse_app;
create policy own on auth.requirements for select to gatehouse_app
  using (exists (select from auth.memberships m
    where m.organization_id = requirements.organization_id and m.user_id = (select gatehouse.user_id())));
-- For the functions below, which run as the owner of the tables.
create policy keeper on auth.requirements to current_user using (true) with check (true);

-- What an organization demands, and whether it is being deleted, is what all its members may do.
create function auth.raise_versions_of_members() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  organization text := case tg_op when 'DELETE' then pg_catalog.to_jsonb(old) else pg_catalog.to_jsonb(new) end ->> tg_argv[0];
  person record;
begin
  for person in
    update auth.users u set access_version = u.access_version + 1
    from (
      -- always in the same order, so that two changes never wait for each other in a ring
      select h.id from auth.users h join auth.memberships m on m.user_id = h.id
      where m.organization_id = organization order by h.id for no key update of h
    ) held
    where held.id = u.id
    returning u.id, u.access_version as version
  loop
    perform pg_catalog.pg_notify('gatehouse_gate', pg_catalog.json_build_object('user', person.id, 'version', person.version)::text);
  end loop;
  return null;
end $$;
revoke execute on function auth.raise_versions_of_members() from public;
-- Not for the exemption alone, which ends with the membership or the role of its owner: they raise that person's version themselves.
create trigger requirements_raise_access_version
  after insert or delete or update of mfa_for_all, mfa_roles, session_hours, email_domains, address_ranges on auth.requirements
  for each row execute function auth.raise_versions_of_members('organization_id');
create trigger organizations_raise_access_version after update of deletes_at on auth.organizations
  for each row execute function auth.raise_versions_of_members('id');

-- An owner who is one no longer loses the exemption too, and does not get it back with the role.
create function auth.end_break_glass() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update auth.requirements set break_glass_user_id = null
  where organization_id = old.organization_id and break_glass_user_id = old.user_id;
  return null;
end $$;
revoke execute on function auth.end_break_glass() from public;
create trigger memberships_end_break_glass after update of role on auth.memberships
  for each row when (old.role = 'owner' and new.role <> 'owner') execute function auth.end_break_glass();

-- An address decides which organizations take a person, so its change is a change of access.
create function auth.raise_own_access_version() returns trigger language plpgsql set search_path = '' as $$
begin
  new.access_version := old.access_version + 1;
  perform pg_catalog.pg_notify('gatehouse_gate', pg_catalog.json_build_object('user', new.id, 'version', new.access_version)::text);
  return new;
end $$;
revoke execute on function auth.raise_own_access_version() from public;
create trigger users_raise_access_version before update of email on auth.users
  for each row when (old.email is distinct from new.email) execute function auth.raise_own_access_version();

-- Which organizations are to be erased: the schedule works for nobody, and sees no tenant's rows.
create function auth.organizations_due(by timestamptz) returns setof text language sql stable security definer set search_path = '' as $$
  select id from auth.organizations where deletes_at <= by order by deletes_at
$$;
revoke execute on function auth.organizations_due(timestamptz) from public;
grant execute on function auth.organizations_due(timestamptz) to gatehouse_app;
