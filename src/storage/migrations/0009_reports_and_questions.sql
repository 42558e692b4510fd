-- What is counted per ISO week and language: numbers alone, nothing that leads back to a person.
create table weekly_count (
  week    text   not null,
  locale  text   not null,
  measure text   not null,
  amount  bigint not null,
  primary key (week, locale, measure)
);

-- How long something took, as so many cases up to so many minutes of working time; -1: longer than any class.
create table weekly_wait (
  week       text   not null,
  locale     text   not null,
  kind       text   not null,
  up_to      bigint not null,
  amount     bigint not null,
  primary key (week, locale, kind, up_to)
);

-- Which steps of a request are counted already, so that none counts twice. Goes with the request.
create table counted_step (
  request_id text not null references contact_request (id) on delete cascade,
  step       text not null,
  primary key (request_id, step)
);

-- Sentences that were not understood and that the person let staff read. "delete_at" is a whole day: no row tells when
-- exactly, or in which order, people wrote.
create table open_question (
  id        text   not null primary key,
  week      text   not null,
  locale    text   not null,
  topic     text,
  key_id    text   not null,
  sealed    text   not null,
  delete_at bigint not null
);
create index open_question_locale on open_question (locale);

-- Leads from a chat to what was kept from it, for a day, so that it can be deleted again.
create table question_mark (
  mark        text   not null,
  origin      text   not null,
  question_id text   not null references open_question (id) on delete cascade,
  expires_at  bigint not null,
  primary key (mark, origin)
);
create index question_mark_question on question_mark (question_id);
create index question_mark_expires on question_mark (expires_at);
