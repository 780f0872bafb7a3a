-- Links by mail: one use, one purpose, one person. The token is nowhere; `digest` is its SHA-256.
create table auth.links (
  digest text primary key,
  purpose text not null,
  user_id text not null references auth.users on delete cascade,
  detail jsonb not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index links_by_user on auth.links (user_id, purpose);

-- How a session was proven (RFC 8176), when, and until when sensitive things are open to it.
alter table auth.sessions
  add column amr text[] not null default '{pwd}',
  add column authenticated_at timestamptz,
  add column fresh_until timestamptz;
update auth.sessions set authenticated_at = created_at;
alter table auth.sessions alter column authenticated_at set not null;

create table auth.totp (
  user_id text primary key references auth.users on delete cascade,
  -- sealed under APP_SECRET; `secret` is in force, `pending_secret` waits for its first code
  secret text,
  pending_secret text,
  -- the last time step that was accepted: none at or before it is accepted again
  last_step bigint not null default 0,
  confirmed_at timestamptz
);

create table auth.recovery_codes (
  user_id text not null references auth.users on delete cascade,
  digest text not null,
  used_at timestamptz,
  primary key (user_id, digest)
);

create table auth.passkeys (
  -- the credential's id, base64url
  id text primary key,
  user_id text not null references auth.users on delete cascade,
  name text not null,
  public_key text not null,
  counter bigint not null,
  transports text[] not null,
  backed_up boolean not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkeys_by_user on auth.passkeys (user_id);

-- Half-way sign-ins and WebAuthn ceremonies: a short time, one browser, one use.
create table auth.challenges (
  digest text primary key,
  purpose text not null,
  -- null for a passkey sign-in, where nobody is known yet
  user_id text references auth.users on delete cascade,
  detail jsonb not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz not null
);

grant select, insert, update, delete
  on auth.links, auth.totp, auth.recovery_codes, auth.passkeys, auth.challenges to gatehouse_app;

-- A change of factors changes what a person may do, like a change of membership.
create trigger totp_raise_access_version after insert or update or delete on auth.totp
  for each row execute function auth.raise_access_version();
create trigger passkeys_raise_access_version after insert or delete on auth.passkeys
  for each row execute function auth.raise_access_version();
