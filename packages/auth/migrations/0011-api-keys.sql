-- Keys by which programs act for an organization: each may what it names and its maker still holds.
create table auth.api_keys (
  id text primary key,
  organization_id text not null references auth.organizations on delete cascade,
  created_by text not null,
  name text not null,
  -- SHA-256 of the key; `hint` is its first and last characters, by which people tell two apart
  digest text not null unique,
  hint text not null,
  permissions text[] not null,
  -- none: from anywhere
  ip_ranges cidr[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  last_used_ip text,
  -- the key that this one took the place of, which works until its own `rotated_until`
  replaces text unique references auth.api_keys on delete set null,
  rotated_until timestamptz,
  unique (organization_id, id),
  -- whoever leaves takes their keys along
  constraint api_keys_maker foreign key (organization_id, created_by) references auth.memberships (organization_id, user_id) on delete cascade
);
create index api_keys_by_maker on auth.api_keys (created_by, organization_id);

-- What became of a key's calls, by day: `used`, or the code of the refusal.
create table auth.api_key_outcomes (
  organization_id text not null,
  api_key_id text not null,
  day date not null,
  outcome text not null,
  count bigint not null,
  primary key (api_key_id, day, outcome),
  foreign key (organization_id, api_key_id) references auth.api_keys (organization_id, id) on delete cascade
);

grant select, insert, update, delete on auth.api_keys to gatehouse_tenant;
grant select, insert, update on auth.api_key_outcomes to gatehouse_tenant;
alter table auth.api_keys enable row level security;
alter table auth.api_keys force row level security;
alter table auth.api_key_outcomes enable row level security;
alter table auth.api_key_outcomes force row level security;
create policy in_organization on auth.api_keys to gatehouse_tenant
  using (organization_id = (select gatehouse.organization_id()))
  with check (organization_id = (select gatehouse.organization_id()));
create policy in_organization on auth.api_key_outcomes to gatehouse_tenant
  using (organization_id = (select gatehouse.organization_id()))
  with check (organization_id = (select gatehouse.organization_id()));

-- Outside an organization: a person reads the keys that they made, and whoever presents a key reads that one.
create function auth.presented_key() returns text language sql stable parallel safe
  return nullif(current_setting('gatehouse.api_key', true), '');
grant select on auth.api_keys to gatehouse_app;
create policy own on auth.api_keys for select to gatehouse_app
  using (created_by = (select gatehouse.user_id()));
create policy presented on auth.api_keys for select to gatehouse_app
  using (digest = (select auth.presented_key()));

-- The functions below run as the owner of the tables, whom forced row-level security would blind.
create policy keeper on auth.api_keys to current_user using (true);
create policy keeper on auth.api_key_outcomes to current_user using (true);

-- What changes a key's way in changes what is remembered of its maker, so that every instance reads the key anew.
create function auth.raise_version_of_maker() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  version bigint;
begin
  update auth.users set access_version = access_version + 1 where id = new.created_by returning access_version into version;
  perform pg_catalog.pg_notify('gatehouse_gate', pg_catalog.json_build_object('user', new.created_by, 'version', version)::text);
  return null;
end $$;
revoke execute on function auth.raise_version_of_maker() from public;
create trigger api_keys_raise_access_version
  after update of permissions, ip_ranges, expires_at, rotated_until on auth.api_keys
  for each row execute function auth.raise_version_of_maker();

-- A person's keys rest while the account is disabled or waits to be erased: no session's end tells them so.
create trigger users_raise_access_version_when_closed before update of disabled_at, deletes_at on auth.users
  for each row when (old.disabled_at is distinct from new.disabled_at or old.deletes_at is distinct from new.deletes_at)
  execute function auth.raise_own_access_version();

-- Of all organizations: keys that no longer work, and counts of days that nobody asks about.
create function auth.sweep_api_keys(ended_before timestamptz) returns void
language sql security definer set search_path = ''
begin atomic
  delete from auth.api_keys where least(expires_at, rotated_until) < ended_before;
  delete from auth.api_key_outcomes where day < (ended_before at time zone 'UTC')::date;
end;
revoke execute on function auth.sweep_api_keys(timestamptz) from public;
grant execute on function auth.sweep_api_keys(timestamptz) to gatehouse_app;
