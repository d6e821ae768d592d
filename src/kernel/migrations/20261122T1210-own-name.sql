-- Who writes an audit entry writes it in her own name, and mails are written by the program only: an injected statement of somebody
-- without rights can neither put a word into another's mouth nor send mail in the name of an authority.

create function kernel.actor_id() returns text language sql stable parallel safe
  return case kernel.actor_kind()
    when 'staff' then kernel.actor_staff()::text
    when 'person' then kernel.actor_own_party()::text
    when 'case' then kernel.actor_case()::text
    when 'system' then kernel.actor_purpose()
  end;

alter policy audit_insert on kernel.audit_entries
  with check (actor_kind = (select kernel.actor_kind()) and actor_id is not distinct from (select kernel.actor_id()));

alter policy mails_insert on kernel.mails with check ((select kernel.actor_kind()) = 'system');
