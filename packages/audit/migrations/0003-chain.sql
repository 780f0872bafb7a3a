-- Facts that name a person, like the address and the browser, stand beside the chain: they can be erased, and the chain stays valid.
alter table audit.events add column personal jsonb;

-- Why the machinery of the log looks across tenants, which is what the policies below ask; null, which opens nothing, for everybody else.
create function audit.crossing() returns text language sql stable parallel safe
  return nullif(current_setting('gatehouse.crossing', true), '');

create policy crossing_reads on audit.events for select to gatehouse_app using ((select audit.crossing()) is not null);
-- The owner is bound too (forced). The two functions at the end run as the owner, and say why.
create policy keeping on audit.events to current_user using ((select audit.crossing()) is not null);

-- The list is paged by (at, id), newest first, under each filter and both.
drop index audit.events_by_organization;
create index events_by_time on audit.events (organization_id, at desc, id desc);
create index events_by_action on audit.events (organization_id, action, at desc, id desc);
create index events_by_actor_in on audit.events (organization_id, actor_id, at desc, id desc);
create index events_by_actor_and_action on audit.events (organization_id, actor_id, action, at desc, id desc);

-- What was written and waits for its seal. A row comes and goes with the transactions of others, so that the sealer sees what is committed,
-- and neither a long transaction nor a gap in `seq` holds it up.
create table audit.inbox (seq bigint primary key);
grant select, delete on audit.inbox to gatehouse_app;

create function audit.put_into_inbox() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into audit.inbox select seq from written;
  return null;
end $$;
revoke execute on function audit.put_into_inbox() from public;
create trigger events_wait_for_their_seal after insert on audit.events
  referencing new table as written for each statement execute function audit.put_into_inbox();

select set_config('gatehouse.crossing', 'migration', true);
insert into audit.inbox select seq from audit.events;
select set_config('gatehouse.crossing', '', true);

-- Each organization's chain; what happened in none stands in the chain `installation`. `number` orders all of them, for the readers of the feed.
create table audit.seals (
  organization_id text not null,
  position bigint not null check (position > 0),
  number bigint generated always as identity unique,
  event_id text not null unique,
  -- SHA-256 of the seal before, the event, and the digest of what is personal in it, base64url
  hash text not null,
  personal_digest text,
  salt text,
  primary key (organization_id, position)
);

-- The keys that sign checkpoints. The private half is sealed under APP_SECRET; none is ever deleted, or old files could not be verified.
create table audit.signing_keys (
  -- the thumbprint of the public half (RFC 7638)
  kid text primary key,
  public_key text not null,
  private_key text not null,
  created_at timestamptz not null
);

-- How far a chain went (`head`), and from where on it still stands after older events were deleted (`start`).
create table audit.checkpoints (
  organization_id text not null,
  kind text not null check (kind in ('head', 'start')),
  position bigint not null,
  event_id text not null,
  hash text not null,
  signed_at timestamptz not null,
  -- one in about a thousand: an export of a part begins and ends at these
  kept boolean not null,
  kid text not null references audit.signing_keys,
  signature text not null,
  primary key (organization_id, kind, position)
);

-- How far each reader of the feed came.
create table audit.cursors (
  reader text primary key,
  number bigint not null,
  moved_at timestamptz not null
);

alter table audit.seals enable row level security;
alter table audit.seals force row level security;
alter table audit.checkpoints enable row level security;
alter table audit.checkpoints force row level security;

grant select, insert on audit.seals to gatehouse_app;
grant select, insert, delete on audit.checkpoints to gatehouse_app;
-- What is sealed may be sealed anew.
grant select, insert, update (private_key) on audit.signing_keys to gatehouse_app;
grant select, insert, update on audit.cursors to gatehouse_app;
grant select on audit.seals, audit.checkpoints to gatehouse_tenant;

create policy sealing on audit.seals to gatehouse_app
  using ((select audit.crossing()) is not null) with check ((select audit.crossing()) is not null);
create policy keeping on audit.seals to current_user using ((select audit.crossing()) is not null);
create policy tenant_reads on audit.seals for select to gatehouse_tenant
  using (organization_id = (select gatehouse.organization_id()));
create policy sealing on audit.checkpoints to gatehouse_app
  using ((select audit.crossing()) is not null) with check ((select audit.crossing()) is not null);
create policy keeping on audit.checkpoints to current_user using ((select audit.crossing()) is not null);
create policy tenant_reads on audit.checkpoints for select to gatehouse_tenant
  using (organization_id = (select gatehouse.organization_id()));

-- The two functions set why they cross by themselves, and set it back: only a superuser may write such a setting into a function's head.

-- Empties what is personal in everything that a person did. No other way leads to an UPDATE. Returns the chains that it touched.
create function audit.erase_person(person text) returns setof text
language plpgsql security definer set search_path = '' as $$
declare
  before text := current_setting('gatehouse.crossing', true);
begin
  perform set_config('gatehouse.crossing', 'erasure', true);
  update audit.seals s set salt = null from audit.events e
  where e.actor_id = person and s.event_id = e.id and s.salt is not null;
  return query
    with emptied as (
      update audit.events set ip = null, user_agent = null, personal = null
      where actor_id = person and (ip is not null or user_agent is not null or personal is not null)
      returning coalesce(organization_id, 'installation') as chain)
    select distinct chain from emptied;
  perform set_config('gatehouse.crossing', coalesce(before, ''), true);
end $$;

-- Deletes the beginning of a chain, up to a signed start. No other way leads to a DELETE, and none to what is younger than 30 days.
create function audit.prune(chain text, through bigint) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  before text := current_setting('gatehouse.crossing', true);
  pruned bigint;
begin
  perform set_config('gatehouse.crossing', 'retention', true);
  if not exists (select from audit.checkpoints c where c.organization_id = chain and c.kind = 'start' and c.position = through) then
    raise exception 'the chain has no start at this position';
  end if;
  if exists (select from audit.seals s join audit.events e on e.id = s.event_id
      where s.organization_id = chain and s.position <= through and e.at > now() - interval '30 days') then
    raise exception 'these events are younger than 30 days';
  end if;
  delete from audit.events e using audit.seals s
  where s.organization_id = chain and s.position <= through and e.id = s.event_id;
  get diagnostics pruned = row_count;
  delete from audit.seals s where s.organization_id = chain and s.position <= through;
  delete from audit.checkpoints c where c.organization_id = chain and c.position < through;
  perform set_config('gatehouse.crossing', coalesce(before, ''), true);
  return pruned;
end $$;
revoke execute on function audit.erase_person(text), audit.prune(text, bigint) from public;
grant execute on function audit.erase_person(text), audit.prune(text, bigint) to gatehouse_app;
