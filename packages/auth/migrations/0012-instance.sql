-- What a grant to run the installation holds; a grant that was there before this file holds all of it.
alter table auth.instance_grants add column permissions text[] not null
  default '{instance:users,instance:organizations,instance:grants,instance:disable,instance:impersonate,instance:audit}'
  check (cardinality(permissions) > 0);
alter table auth.instance_grants alter column permissions drop default;

drop trigger instance_grants_raise_access_version on auth.instance_grants;
create trigger instance_grants_raise_access_version after insert or delete or update of permissions on auth.instance_grants
  for each row execute function auth.raise_access_version();

-- Where somebody may let others run the installation, somebody always may. The lock lets two who go at once see each other: the second is
-- refused. Whoever changes grants takes it before any row, so that nobody waits in a ring.
create function auth.hold_grants() returns void language sql set search_path = ''
  as $$ select pg_catalog.pg_advisory_xact_lock(7140312) $$;

create function auth.require_a_grantor() returns void language plpgsql security definer set search_path = '' as $$
begin
  perform auth.hold_grants();
  if not exists (select from auth.instance_grants g join auth.users u on u.id = g.user_id
      where 'instance:grants' = any (g.permissions) and u.disabled_at is null and u.deletes_at is null) then
    raise exception 'somebody keeps the right to grant' using errcode = 'check_violation', constraint = 'instance_grants_keep_a_grantor';
  end if;
end $$;
revoke execute on function auth.hold_grants(), auth.require_a_grantor() from public;
grant execute on function auth.hold_grants(), auth.require_a_grantor() to gatehouse_app;

create function auth.keep_a_grantor() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  -- an account that is erased takes its grant along
  perform from auth.users where id = old.user_id;
  if found then
    perform auth.require_a_grantor();
  end if;
  return null;
end $$;
revoke execute on function auth.keep_a_grantor() from public;
create trigger instance_grants_keep_a_grantor after delete on auth.instance_grants
  for each row when ('instance:grants' = any (old.permissions)) execute function auth.keep_a_grantor();
create trigger instance_grants_keep_a_grantor_on_change after update of permissions on auth.instance_grants
  for each row when ('instance:grants' = any (old.permissions) and not 'instance:grants' = any (new.permissions))
  execute function auth.keep_a_grantor();

-- The session of somebody who runs the installation and acts as somebody else. It hangs on that person's own session, and ends with it.
alter table auth.sessions
  drop constraint sessions_kind_check,
  add constraint sessions_kind_check check (kind in ('browser', 'token', 'impersonation')),
  add column impersonator_id text references auth.users on delete cascade,
  add column impersonator_session_id text references auth.sessions on delete cascade,
  add constraint sessions_impersonator_check check (
    (kind = 'impersonation') = (impersonator_id is not null)
    and (kind = 'impersonation') = (impersonator_session_id is not null)
    and impersonator_id <> user_id);
create index sessions_by_impersonator on auth.sessions (impersonator_id) where impersonator_id is not null;
create index sessions_by_impersonator_session on auth.sessions (impersonator_session_id) where impersonator_session_id is not null;

-- However such a session ends, every instance is told: nobody ends it by name who ends the session that it hangs on.
create function auth.tell_of_ended_session() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into auth.epochs (subject, at) values ('session:' || old.id, now())
    on conflict (subject) do update set at = excluded.at;
  perform pg_catalog.pg_notify('gatehouse_gate',
    pg_catalog.json_build_object('ended', 'session:' || old.id, 'at', floor(extract(epoch from now()) * 1000))::text);
  return null;
end $$;
revoke execute on function auth.tell_of_ended_session() from public;
create trigger sessions_tell_of_ended_impersonation after delete on auth.sessions
  for each row when (old.kind = 'impersonation') execute function auth.tell_of_ended_session();

-- Whoever runs the installation looks for organizations across tenants, by a work that says so in the log.
create policy crossing_reads on auth.organizations for select to gatehouse_app using ((select audit.crossing()) is not null);
create policy crossing_reads on auth.memberships for select to gatehouse_app using ((select audit.crossing()) is not null);

-- People are looked for by the beginning of their address or name.
create index users_by_email_prefix on auth.users (email text_pattern_ops);
create index users_by_name_prefix on auth.users (lower(name) text_pattern_ops);
