-- Both roles write events, and SQL that somebody runs as one of them could write any. None may be such that it stops whoever comes after it.

-- Where an event stands in the order of all of them is the database's to say: whoever says it takes the place of the next writer.
revoke insert on audit.events from gatehouse_app, gatehouse_tenant;
grant insert (id, action, outcome, actor_id, organization_id, target, ip, user_agent, request_id, at, detail, personal)
  on audit.events to gatehouse_app, gatehouse_tenant;

-- What is sealed or read must fit into a process, and be a moment (machines without a clock begin in 1970) and facts. 16 levels are the most that an input of ours has.
-- Not valid: what stands in the log stays, an address of great length too, which was taken until now, and nobody waits while all of it is read.
alter table audit.events
  add constraint events_have_a_moment check (at >= '1970-01-01T00:00:00Z' and at < '3000-01-01T00:00:00Z') not valid,
  add constraint events_have_facts check (jsonb_typeof(detail) = 'object' and jsonb_typeof(personal) = 'object') not valid,
  add constraint events_are_short check (
    octet_length(detail::text) <= 65536 and octet_length(personal::text) <= 65536
    and octet_length(action) <= 256 and octet_length(actor_id) <= 256 and octet_length(organization_id) <= 256
    and octet_length(target) <= 2048 and octet_length(ip) <= 2048 and octet_length(user_agent) <= 2048
    and octet_length(id) <= 256 and octet_length(request_id) <= 2048) not valid,
  add constraint events_are_flat check (not detail @? '$.**{17 to last}' and not personal @? '$.**{17 to last}') not valid,
  -- the name of the chain of what happened in none
  add constraint events_stand_in_no_chain_but_theirs check (organization_id <> 'installation') not valid;

-- What one process does at a time. Rows to be locked: an advisory lock can be held by anybody who can run SQL.
create table audit.locks (name text primary key);
insert into audit.locks values ('sealing'), ('verifying');
grant select, update on audit.locks to gatehouse_app;

-- What was done at a person's door by nobody whom the gate knew, a reset that was asked for being one: its address is likely theirs.
create index events_of_nobody on audit.events (target) where actor_id is null;

create or replace function audit.erase_person(person text) returns setof text
language plpgsql security definer set search_path = '' as $$
declare
  before text := current_setting('gatehouse.crossing', true);
begin
  perform set_config('gatehouse.crossing', 'erasure', true);
  update audit.seals s set salt = null from audit.events e
  where (e.actor_id = person or (e.actor_id is null and e.target = person and e.action <> 'audit.person_erased')) and s.event_id = e.id and s.salt is not null;
  return query
    with emptied as (
      update audit.events set ip = null, user_agent = null, personal = null
      where (actor_id = person or (actor_id is null and target = person and action <> 'audit.person_erased'))
        and (ip is not null or user_agent is not null or personal is not null)
      returning coalesce(organization_id, 'installation') as chain)
    select distinct chain from emptied;
  perform set_config('gatehouse.crossing', coalesce(before, ''), true);
end $$;
