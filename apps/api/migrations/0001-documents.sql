create schema app;
grant usage on schema app to gatehouse_tenant;

create table app.documents (
  id text primary key,
  organization_id text not null references auth.organizations on delete cascade,
  title text not null,
  body text not null,
  created_by text references auth.users on delete set null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index documents_by_organization on app.documents (organization_id, id desc);

grant select, insert, update, delete on app.documents to gatehouse_tenant;
alter table app.documents enable row level security;
alter table app.documents force row level security;
create policy in_organization on app.documents to gatehouse_tenant
  using (organization_id = (select gatehouse.organization_id()))
  with check (organization_id = (select gatehouse.organization_id()));
