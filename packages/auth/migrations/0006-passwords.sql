-- When the password was chosen or voided last: a sign-in whose password was right a moment before then is refused.
alter table auth.users add column password_changed_at timestamptz;
