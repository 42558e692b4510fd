-- Accounts of an identity provider (OpenID Connect) are found by issuer and subject, never by login or e-mail address.
-- Both are null for local accounts; password_hash of the others is the hash of a password that nobody knows.
alter table staff add column issuer text;
alter table staff add column subject text;
create unique index staff_identity on staff (issuer, subject);

-- Sessions that an identity provider vouches for: when it last did, who is asking it now, and with what.
alter table staff_session add column checked_at bigint;
alter table staff_session add column checking_until bigint not null default 0;
alter table staff_session add column key_id text;
alter table staff_session add column sealed text;

-- The secret of a member's one-time codes. "last_step": the newest half minute whose code was used, so that each code
-- opens once.
create table staff_factor (
  staff_id  text   not null primary key references staff (id) on delete cascade,
  key_id    text   not null,
  sealed    text   not null,
  last_step bigint not null,
  set_at    bigint not null
);

-- Keyed hashes of recovery codes; a used one is deleted.
create table staff_recovery_code (
  mark     text not null primary key,
  staff_id text not null references staff (id) on delete cascade
);
create index staff_recovery_code_staff on staff_recovery_code (staff_id);

-- Sign-ins whose password was right and whose second step is still to come. "sealed": the secret of an enrolment, known
-- to this one sign-in only.
create table staff_second_step (
  token_hash text   not null primary key,
  staff_id   text   not null references staff (id) on delete cascade,
  key_id     text   not null,
  sealed     text   not null,
  expires_at bigint not null
);
create index staff_second_step_expires on staff_second_step (expires_at);
