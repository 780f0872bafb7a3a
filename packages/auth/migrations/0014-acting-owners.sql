-- An owner whose account is disabled is none whom an organization could be left to: nobody can sign in as that one.
create function auth.acting_owners(organization text) returns setof text language sql stable security definer set search_path = '' as $$
  select m.user_id from auth.memberships m join auth.users u on u.id = m.user_id
  where m.organization_id = organization and m.role = 'owner' and u.disabled_at is null
$$;
revoke execute on function auth.acting_owners(text) from public;
grant execute on function auth.acting_owners(text) to gatehouse_app;

create or replace function auth.keep_an_owner() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform from auth.organizations where id = old.organization_id for update;
  if found and not exists (select from auth.acting_owners(old.organization_id)) then
    raise exception 'an organization keeps an owner' using errcode = 'check_violation', constraint = 'memberships_keep_an_owner';
  end if;
  return null;
end $$;
