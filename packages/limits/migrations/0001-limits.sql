-- Counters of spent points. Not unlogged: a restart, also an unclean one, must not hand an attacker fresh points.
create schema limits;

-- The shape that rate-limiter-flexible reads and writes. `expire` is in milliseconds since 1970.
create table limits.counters (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
create index counters_expire on limits.counters (expire);

-- The tenant role gets nothing: no organization may look at, or mend, a counter.
grant usage on schema limits to gatehouse_app;
grant select, insert, update, delete on limits.counters to gatehouse_app;
