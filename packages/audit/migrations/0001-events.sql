-- One row for each thing that happened, written in the transaction of the change, never changed again.
create schema audit;
grant usage on schema audit to gatehouse_app, gatehouse_tenant;

create table audit.events (
  id text primary key,
  seq bigint generated always as identity unique,
  action text not null,
  outcome text not null check (outcome in ('success', 'refused')),
  actor_id text,
  organization_id text,
  target text,
  ip text,
  user_agent text,
  request_id text not null,
  at timestamptz not null,
  detail jsonb not null default '{}'
);
create index events_by_organization on audit.events (organization_id, seq desc);

alter table audit.events enable row level security;
alter table audit.events force row level security;

-- Append-only: neither role may UPDATE, DELETE or TRUNCATE. A tenant writes into and reads from its own log alone.
grant insert on audit.events to gatehouse_app;
grant insert, select on audit.events to gatehouse_tenant;
create policy application_appends on audit.events for insert to gatehouse_app with check (true);
create policy tenant_appends on audit.events for insert to gatehouse_tenant
  with check (organization_id = (select gatehouse.organization_id()));
create policy tenant_reads on audit.events for select to gatehouse_tenant
  using (organization_id = (select gatehouse.organization_id()));
