create schema auth;
grant usage on schema auth to gatehouse_app, gatehouse_tenant;

create table auth.users (
  id text primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  -- an argon2id hash, encrypted under APP_SECRET (the pepper)
  password_hash text,
  personal_organization_id text not null unique,
  -- raised by every change of this person's memberships, in the transaction of the change
  access_version bigint not null default 0,
  disabled_at timestamptz,
  created_at timestamptz not null
);

-- One row for each sign-up: nobody's password waits in somebody else's account.
create table auth.pending_sign_ups (
  id text primary key,
  email text not null,
  name text not null,
  password_hash text not null,
  digest text not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index pending_sign_ups_by_email on auth.pending_sign_ups (email, created_at desc);

create table auth.sessions (
  -- a public name; the token is nowhere, and `digest` is its SHA-256
  id text primary key,
  digest text not null unique,
  user_id text not null references auth.users on delete cascade,
  created_at timestamptz not null,
  -- idle end, moved by activity, never past the absolute end
  expires_at timestamptz not null,
  ends_at timestamptz not null check (expires_at <= ends_at),
  last_seen_at timestamptz not null,
  ip text,
  user_agent text
);
create index sessions_by_user on auth.sessions (user_id, id desc);

create table auth.organizations (
  id text primary key,
  name text not null,
  slug text not null unique,
  personal boolean not null,
  created_at timestamptz not null
);

create table auth.memberships (
  organization_id text not null references auth.organizations on delete cascade,
  user_id text not null references auth.users on delete cascade,
  role text not null,
  created_at timestamptz not null,
  primary key (organization_id, user_id)
);
create index memberships_by_user on auth.memberships (user_id);

-- What was ended, and when: what an instance must forget that was not listening at that moment.
create table auth.epochs (
  subject text primary key,
  at timestamptz not null
);

grant select, insert, update, delete on auth.users, auth.pending_sign_ups, auth.sessions, auth.epochs to gatehouse_app;
grant select (id, email, name, created_at) on auth.users to gatehouse_tenant;
grant select, insert, update, delete on auth.organizations, auth.memberships to gatehouse_tenant;

-- Tenant tables: inside an organization its rows alone; outside, the rows that name the person, to be read.
alter table auth.organizations enable row level security;
alter table auth.organizations force row level security;
alter table auth.memberships enable row level security;
alter table auth.memberships force row level security;

create policy in_organization on auth.organizations to gatehouse_tenant
  using (id = (select gatehouse.organization_id()))
  with check (id = (select gatehouse.organization_id()));
create policy in_organization on auth.memberships to gatehouse_tenant
  using (organization_id = (select gatehouse.organization_id()))
  with check (organization_id = (select gatehouse.organization_id()));
create policy own on auth.memberships for select to gatehouse_app
  using (user_id = (select gatehouse.user_id()));
create policy own on auth.organizations for select to gatehouse_app
  using (exists (select from auth.memberships m where m.organization_id = id and m.user_id = (select gatehouse.user_id())));

-- A tenant sees the people who are its members, and of them no more than the columns granted above.
alter table auth.users enable row level security;
create policy application on auth.users to gatehouse_app using (true) with check (true);
create policy members on auth.users for select to gatehouse_tenant
  using (exists (select from auth.memberships m where m.user_id = users.id and m.organization_id = (select gatehouse.organization_id())));

-- Every change of a membership raises the person's access version and tells all instances, in its own transaction.
create function auth.raise_access_version() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  person text := coalesce(new.user_id, old.user_id);
  version bigint;
begin
  update auth.users set access_version = access_version + 1 where id = person returning access_version into version;
  perform pg_catalog.pg_notify('gatehouse_gate', pg_catalog.json_build_object('user', person, 'version', version)::text);
  return null;
end $$;
revoke execute on function auth.raise_access_version() from public;

create trigger memberships_raise_access_version after insert or update or delete on auth.memberships
  for each row execute function auth.raise_access_version();
