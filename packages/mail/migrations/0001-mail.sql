-- The development mailbox. Made everywhere, so that migrations do not differ by mode; only the mailbox transport writes
-- it, and production sends by SMTP. What a mail says, and to whom, is sealed: a dump shows when and nothing more.
create schema mail;

create table mail.mailbox (
  id text primary key,
  at timestamptz not null,
  sealed text not null
);
create index mailbox_newest on mail.mailbox (at desc, id desc);

grant usage on schema mail to gatehouse_app;
grant select, insert, delete on mail.mailbox to gatehouse_app;
