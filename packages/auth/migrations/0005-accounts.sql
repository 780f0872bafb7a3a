-- What a person chose, when the person first signed in, and when the account will be erased if nobody signs in before.
alter table auth.users
  add column locale text not null default 'en' check (locale in ('en', 'de')),
  add column first_signed_in_at timestamptz,
  add column deletes_at timestamptz;
-- Accounts that were there before this file are not new: a sign-in from a device that they do not know is told.
update auth.users set first_signed_in_at = created_at;
create index users_by_erasure on auth.users (deletes_at) where deletes_at is not null;

-- The devices that a person signed in on, by the digest of the marker that the browser carries.
create table auth.devices (
  user_id text not null references auth.users on delete cascade,
  digest text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (user_id, digest)
);

-- Somebody's second factors, to be removed when the time has come. It is the person's row: no tenant may read it.
create table auth.factor_resets (
  user_id text primary key references auth.users on delete cascade,
  asked_in text not null references auth.organizations on delete cascade,
  asked_by text not null,
  asked_at timestamptz not null,
  due_at timestamptz not null
);

-- Who runs the installation.
create table auth.instance_grants (
  user_id text primary key references auth.users on delete cascade,
  granted_at timestamptz not null
);

grant select, insert, update, delete on auth.devices, auth.factor_resets, auth.instance_grants to gatehouse_app;

create trigger instance_grants_raise_access_version after insert or delete on auth.instance_grants
  for each row execute function auth.raise_access_version();
