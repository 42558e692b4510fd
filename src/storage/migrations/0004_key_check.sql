-- A known text, sealed and marked with the keys of the first start: other keys are noticed before anything is written.
create table key_check (
  id     integer not null primary key check (id = 1),
  key_id text    not null,
  sealed text    not null,
  mark   text    not null
);
