-- When a purge last ran to its end: a clock far beyond it has jumped, and nothing is deleted until somebody has looked.
create table purge_run (
  id integer not null primary key check (id = 1),
  at bigint  not null
);
