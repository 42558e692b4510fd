-- The same text runs on SQLite (>= 3.35) and PostgreSQL (>= 13). Times are epoch milliseconds, ids UUIDv7, ciphertexts
-- and JSON text. Columns named "sealed" hold AES-256-GCM ciphertext; columns named "mark" hold keyed hashes.

-- Data keys, wrapped by a key of the keyring: deleting a row makes what it sealed unreadable for ever.
create table data_key (
  owner      text   not null primary key,
  key_id     text   not null,
  wrapped    text   not null,
  created_at bigint not null
);
create index data_key_by_key on data_key (key_id);

create table bot_state (
  key        text   not null primary key,
  subject    text   not null,
  version    bigint not null,
  key_id     text   not null,
  sealed     text   not null,
  updated_at bigint not null
);
create index bot_state_subject on bot_state (subject);
create index bot_state_updated on bot_state (updated_at);

create table conversation (
  id             text   not null primary key,
  user_id        text   not null,
  last_seq       bigint not null default 0,
  last_timestamp bigint not null default 0,
  created_at     bigint not null,
  updated_at     bigint not null,
  ended_at       bigint,
  turn_owner     text,
  turn_until     bigint not null default 0
);
create index conversation_updated on conversation (updated_at);

-- "origin_seq" makes the id: an activity that replaces an earlier one on the screen bears the earlier one's id.
-- "is_pending": the bot has still to answer it, and has begun "attempts" times.
create table activity (
  conversation_id text    not null references conversation (id) on delete cascade,
  seq             bigint  not null,
  origin_seq      bigint  not null,
  timestamp       bigint  not null,
  client_mark     text,
  is_pending      integer not null,
  attempts        integer not null default 0,
  sealed          text    not null,
  primary key (conversation_id, seq),
  unique (conversation_id, client_mark)
);
create index activity_pending on activity (conversation_id, seq) where is_pending = 1;

-- Written before the request it belongs to.
create table consent (
  request_id text   not null primary key,
  text_hash  text   not null,
  locale     text   not null,
  channel    text   not null,
  given_at   bigint not null,
  stored_at  bigint not null
);

create table contact_request (
  id              text    not null primary key,
  reference       text    not null unique,
  draft_id        text    not null unique,
  kind            text    not null check (kind in ('return', 'minor')),
  status          text    not null check (status in ('pending', 'open', 'resolved', 'withdrawn')),
  version         bigint  not null default 1,
  office          text    not null check (office in ('BE', 'LU')),
  country         text    check (country in ('BE', 'LU')),
  locale          text    not null,
  channel         text    not null,
  conversation_id text    not null,
  means_kind      text    not null,
  is_urgent       integer not null,
  assignee        text,
  notice_state    text    not null check (notice_state in ('waiting', 'delivered', 'undelivered')),
  secret_hash     text    not null,
  sealed          text    not null,
  created_at      bigint  not null,
  waiting_since   bigint  not null,
  closed_at       bigint
);
create index contact_request_queue on contact_request (office, status, waiting_since);
create index contact_request_conversation on contact_request (conversation_id);
create index contact_request_closed on contact_request (closed_at) where closed_at is not null;

create table contact_index (
  request_id text not null references contact_request (id) on delete cascade,
  kind       text not null,
  mark       text not null,
  primary key (request_id, kind, mark)
);
create index contact_index_mark on contact_index (kind, mark);

create table note (
  id         text   not null primary key,
  request_id text   not null references contact_request (id) on delete cascade,
  author     text   not null,
  at         bigint not null,
  sealed     text   not null
);
create index note_request on note (request_id, at);

-- Wrong codes and passwords, known or unknown: the mark tells nobody which.
create table attempt (
  mark         text    not null primary key,
  failures     integer not null,
  locked_until bigint  not null,
  updated_at   bigint  not null
);
create index attempt_updated on attempt (updated_at);

create table outbox (
  id          text    not null primary key,
  topic       text    not null,
  subject     text    not null,
  dedupe_key  text    not null unique,
  payload     text    not null,
  state       text    not null check (state in ('ready', 'done', 'dead')),
  attempts    integer not null,
  run_at      bigint  not null,
  lease_owner text,
  lease_until bigint  not null,
  last_code   text,
  created_at  bigint  not null,
  updated_at  bigint  not null
);
create index outbox_due on outbox (run_at) where state = 'ready';
create index outbox_subject on outbox (subject);

create table audit (
  seq     bigint not null primary key,
  at      bigint not null,
  actor   text   not null,
  action  text   not null,
  subject text   not null,
  detail  text   not null,
  hash    text   not null
);
create index audit_subject on audit (subject, seq);
create index audit_at on audit (at);

-- The end of the chain (its row lock orders the writers), and where the chain begins after old records were deleted.
create table audit_head (
  id   integer not null primary key check (id = 1),
  seq  bigint  not null,
  hash text    not null
);
insert into audit_head (id, seq, hash) values (1, 0, '');

create table audit_floor (
  id   integer not null primary key check (id = 1),
  seq  bigint  not null,
  hash text    not null
);
insert into audit_floor (id, seq, hash) values (1, 0, '');

create table staff (
  id                  text    not null primary key,
  login               text    not null unique,
  display_name        text    not null,
  roles               text    not null,
  office              text    not null check (office in ('BE', 'LU', 'both')),
  password_hash       text    not null,
  is_disabled         integer not null,
  created_at          bigint  not null,
  password_changed_at bigint  not null
);

create table staff_session (
  token_hash text   not null primary key,
  staff_id   text   not null references staff (id) on delete cascade,
  started_at bigint not null,
  used_at    bigint not null,
  ends_at    bigint not null
);
create index staff_session_staff on staff_session (staff_id);
create index staff_session_used on staff_session (used_at);

-- Marks of erased references: replayed after a backup was restored, so that what was erased stays erased.
create table tombstone (
  mark      text   not null primary key,
  erased_at bigint not null
);

create table one_time_mark (
  kind       text   not null,
  mark       text   not null,
  expires_at bigint not null,
  primary key (kind, mark)
);
create index one_time_mark_expires on one_time_mark (expires_at);

create table heartbeat (
  id integer not null primary key check (id = 1),
  at bigint  not null
);
