-- A new access code shuts out whoever came in with the one before: the sessions of that case end with it.

create policy sessions_case_renewed_read on kernel.sessions for select
  using (kind = 'case' and (select kernel.actor_purpose()) = 'case-access');
create policy sessions_case_renewed_end on kernel.sessions for update
  using (kind = 'case' and (select kernel.actor_purpose()) = 'case-access');
create index sessions_case on kernel.sessions (case_authority_id, case_id) where kind = 'case';
