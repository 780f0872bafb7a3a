-- Two roles of an organization are never called alike: whoever gives one must be able to tell them apart.
create unique index roles_by_name on auth.roles (organization_id, lower(name));

-- Somebody asks for a permission. A row waits; whatever becomes of it takes the row away, and the log keeps what it was.
create table auth.access_requests (
  id text primary key,
  organization_id text not null,
  user_id text not null,
  permission text not null,
  note text check (length(note) <= 500),
  created_at timestamptz not null,
  constraint access_requests_one_waits unique (organization_id, user_id, permission),
  -- whoever goes, asks no more
  foreign key (organization_id, user_id) references auth.memberships on delete cascade
);

grant select, insert, delete on auth.access_requests to gatehouse_tenant;
grant select on auth.access_requests to gatehouse_app;
alter table auth.access_requests enable row level security;
alter table auth.access_requests force row level security;
create policy in_organization on auth.access_requests to gatehouse_tenant
  using (organization_id = (select gatehouse.organization_id()))
  with check (organization_id = (select gatehouse.organization_id()));
create policy own on auth.access_requests for select to gatehouse_app
  using (user_id = (select gatehouse.user_id()));
