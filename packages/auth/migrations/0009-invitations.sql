-- Who is asked to join, by address. A row ends by being accepted or revoked; one whose time is over may be sent again.
create table auth.invitations (
  id text primary key,
  organization_id text not null references auth.organizations on delete cascade,
  email text not null check (email = lower(email)),
  role text not null,
  own_role text generated always as (case when role in ('owner', 'admin', 'member', 'viewer') then null else role end) stored,
  -- SHA-256 of the link's token
  digest text not null unique,
  -- whose word the role rests on; null once that account is gone
  invited_by text references auth.users on delete set null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  unique (organization_id, email),
  foreign key (organization_id, own_role) references auth.roles (organization_id, key)
);
create index invitations_by_email on auth.invitations (email);
create index invitations_by_inviter on auth.invitations (invited_by);
create index invitations_by_end on auth.invitations (expires_at);

alter table auth.invitations enable row level security;
alter table auth.invitations force row level security;
grant select, insert, update, delete on auth.invitations to gatehouse_tenant;
create policy in_organization on auth.invitations to gatehouse_tenant
  using (organization_id = (select gatehouse.organization_id()))
  with check (organization_id = (select gatehouse.organization_id()));

-- Outside an organization: a person reads what was sent to their own address, and whoever names a token or an address what belongs to it.
create function auth.named_invitation() returns text language sql stable parallel safe
  return nullif(current_setting('gatehouse.invitation', true), '');
grant select on auth.invitations to gatehouse_app;
create policy own on auth.invitations for select to gatehouse_app
  using (email = (select u.email from auth.users u where u.id = (select gatehouse.user_id())));
create policy named on auth.invitations for select to gatehouse_app
  using ((select auth.named_invitation()) in (digest, email));

-- The functions below run as the owner of the table, whom forced row-level security would blind.
create policy keeper on auth.invitations to current_user using (true);

-- An address is erased with its account, wherever it was invited to.
create function auth.drop_invitations() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from auth.invitations where email = old.email;
  return null;
end $$;
revoke execute on function auth.drop_invitations() from public;
create trigger users_take_their_invitations after delete on auth.users
  for each row execute function auth.drop_invitations();

-- Of all organizations, and nothing but what ended before then.
create function auth.sweep_invitations(ended_before timestamptz) returns void
language sql security definer set search_path = ''
begin atomic
  delete from auth.invitations where expires_at < ended_before;
end;
revoke execute on function auth.sweep_invitations(timestamptz) from public;
grant execute on function auth.sweep_invitations(timestamptz) to gatehouse_app;

-- How many members an organization may have, set by whoever runs the installation; null for no limit.
alter table auth.organizations add column member_limit integer check (member_limit > 0);

-- The lock lets two who join at once see each other. It is taken before the row is written, and does not wait for those who only refer to
-- the organization: so nobody waits in a ring.
create function auth.keep_within_limit() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  allowed integer;
begin
  select member_limit into allowed from auth.organizations
  where id = new.organization_id and member_limit is not null for no key update;
  if allowed <= (select count(*) from auth.memberships m
      where m.organization_id = new.organization_id and m.user_id <> new.user_id) then
    raise exception 'the organization has as many members as it may' using errcode = 'check_violation', constraint = 'memberships_within_limit';
  end if;
  return new;
end $$;
revoke execute on function auth.keep_within_limit() from public;
create trigger memberships_within_limit before insert on auth.memberships
  for each row execute function auth.keep_within_limit();
