-- The trail only grows. Records below the floor may be deleted: raising the floor is itself a record of the chain.
create function refuse_audit_change() returns trigger language plpgsql as $body$
begin
  if tg_op = 'DELETE' then
    if old.seq <= (select seq from audit_floor where id = 1) then
      return old;
    end if;
  end if;
  raise exception 'audit records are never changed, and deleted only below the floor';
end
$body$;

create trigger audit_protected before update or delete on audit
for each row execute function refuse_audit_change();

create trigger audit_not_truncated before truncate on audit
for each statement execute function refuse_audit_change();
