-- The session of a client that is not a browser: made by token.issue, kept alive by refresh tokens, opened by no cookie.
alter table auth.sessions
  add column kind text not null default 'browser' check (kind in ('browser', 'token')),
  add column name text;

-- What access tokens are signed with. A key is announced before `signs_from` and stays published until `ends_at`,
-- which is null while it is the newest.
create table auth.signing_keys (
  kid text primary key,
  public_key text not null,
  -- sealed under APP_SECRET
  private_key text not null,
  created_at timestamptz not null,
  signs_from timestamptz not null,
  ends_at timestamptz
);

-- Every refresh token of a family, by its SHA-256: one that was used is still known, so that its reuse is recognised.
create table auth.refresh_tokens (
  digest text primary key,
  session_id text not null references auth.sessions on delete cascade,
  created_at timestamptz not null,
  used_at timestamptz
);
create index refresh_tokens_by_session on auth.refresh_tokens (session_id);

grant select, insert, update, delete on auth.signing_keys, auth.refresh_tokens to gatehouse_app;
