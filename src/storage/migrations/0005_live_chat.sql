-- A person and a staff member in one chat window, for a request that asked for it. What they write to each other lies
-- with the request, under its key: staff read this thread and never the log of the chat.
create table live_chat (
  request_id      text   not null primary key references contact_request (id) on delete cascade,
  conversation_id text   not null,
  phase           text   not null check (phase in ('waiting', 'held', 'paused', 'ended')),
  holder          text,
  last_seq        bigint not null default 0,
  seen_seq        bigint not null default 0,
  owed_since      bigint,
  crisis_at       bigint,
  is_rated        integer not null default 0
);
create index live_chat_conversation on live_chat (conversation_id);
create index live_chat_held on live_chat (request_id) where phase = 'held';

-- "origin" makes a repeated send harmless: the id of the activity, or of the form.
create table thread_message (
  request_id text   not null references contact_request (id) on delete cascade,
  seq        bigint not null,
  origin     text   not null,
  author     text   not null,
  at         bigint not null,
  sealed     text   not null,
  primary key (request_id, seq),
  unique (request_id, origin)
);

-- What people thought of the help, with nothing that leads back to a request.
create table rating (
  id     text not null primary key,
  week   text not null,
  office text not null,
  locale text not null,
  value  text not null check (value in ('good', 'middling', 'bad'))
);
create index rating_week on rating (week);
