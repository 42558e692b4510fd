-- The trail only grows. Records below the floor may be deleted: raising the floor is itself a record of the chain.
create trigger audit_no_update before update on audit
begin
  select raise(abort, 'audit records are never changed');
end;

create trigger audit_no_delete before delete on audit
when old.seq > (select seq from audit_floor where id = 1)
begin
  select raise(abort, 'audit records are deleted only below the floor');
end;
