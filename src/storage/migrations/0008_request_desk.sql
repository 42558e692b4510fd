-- What one staff member has read within the last hour, and the alarms of the last days.
create index audit_reads on audit (actor, at) where action = 'request.opened';
create index audit_bulk on audit (at) where action = 'access.bulkReading';
