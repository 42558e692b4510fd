-- When somebody of an office last took a request: a queue that stands is noticed by it.
create table office_activity (
  office   text   not null primary key check (office in ('BE', 'LU')),
  taken_at bigint not null
);

-- The page of a request lists what became of its notices, in order.
create index outbox_subject_created on outbox (subject, created_at);
drop index outbox_subject;
