-- Proofs of work that were redeemed: each once. Rows are cleared when the challenge would have expired.
create table limits.proofs (
  digest text primary key,
  expires_at timestamptz not null
);
grant select, insert, delete on limits.proofs to gatehouse_app;
