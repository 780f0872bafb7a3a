-- A person may read what they did themselves, in organizations too that they have left: the law grants them a copy
-- (GDPR art. 15). Outside an organization the application sees these rows and no others.
create index events_by_actor on audit.events (actor_id, seq desc);
grant select on audit.events to gatehouse_app;
create policy own on audit.events for select to gatehouse_app using (actor_id = (select gatehouse.user_id()));
