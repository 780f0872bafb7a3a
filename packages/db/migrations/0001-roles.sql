-- Three roles. The owner runs this file. The application logs in, owns nothing and sees no tenant's row outside
-- a work. The tenant role is taken on inside an organization and has no login.
-- Roles belong to the whole server: two databases that migrate at once must not trip over each other.
select pg_advisory_xact_lock(7140284);

do $$
begin
  if not exists (select from pg_roles where rolname = 'gatehouse_app') then
    begin
      create role gatehouse_app nologin nosuperuser nocreatedb nocreaterole nobypassrls;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  if not exists (select from pg_roles where rolname = 'gatehouse_tenant') then
    begin
      create role gatehouse_tenant nologin nosuperuser nocreatedb nocreaterole nobypassrls;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  if not pg_has_role('gatehouse_app', 'gatehouse_tenant', 'member') then
    begin
      grant gatehouse_tenant to gatehouse_app;
    exception when unique_violation then null;
    end;
  end if;
  -- An owner without superuser must be able to act as the application (development on a plain database).
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant gatehouse_app to %I', current_user);
  end if;
end $$;

grant usage on schema gatehouse to gatehouse_app, gatehouse_tenant;

-- Whom row-level security sees. NULL, which equals nothing, outside a work.
create function gatehouse.organization_id() returns text language sql stable parallel safe
  return nullif(current_setting('gatehouse.organization_id', true), '');
create function gatehouse.user_id() returns text language sql stable parallel safe
  return nullif(current_setting('gatehouse.user_id', true), '');
