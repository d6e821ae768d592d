-- Who holds a case adds what she says herself: in her own name, only what an applicant can do, and an answer once.

do $$
declare
  holds constant text := '(case_id = (select kernel.actor_case())
    or ((select kernel.actor_kind()) = ''person'' and egovernment.is_party(authority_id, case_id)))';
  -- The holder of a code has no party; a person has herself and those she acts for.
  own_name constant text := '(party_id is null or party_id = any ((select kernel.actor_parties())::uuid[]))';
begin
  execute 'alter policy case_events_holder_add on egovernment.case_events with check (visible_to_applicant and staff_id is null
    and actor_kind = (select kernel.actor_kind()) and type in (''message_received'', ''question_answered'', ''withdrawn'') and '
    || own_name || ' and ' || holds || ')';
  execute 'alter policy case_messages_holder_add on egovernment.case_messages with check (direction = ''in'' and staff_id is null
    and read_at is null and ' || own_name || ' and ' || holds || ')';
  execute 'alter policy case_withdrawals_holder_add on egovernment.case_withdrawals with check (' || own_name || ' and ' || holds || ')';
  execute 'alter policy case_questions_holder_answer on egovernment.case_questions using (answered_at is null and ' || holds || ')
    with check (answered_at is not null and (answered_by is null or answered_by = any ((select kernel.actor_parties())::uuid[])))';
end $$;
