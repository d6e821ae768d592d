-- A case handed in for a firm is the firm's: those who represent it see it as far as their mandate goes, and who handed it in sees it only
-- as long as she has one. Each party to a case carries the service, so that the policies decide by it without looking further.

alter table egovernment.case_parties add column service_id text;
update egovernment.case_parties as p set service_id = c.service_id
  from egovernment.cases as c, kernel.parties as firm
  where c.authority_id = p.authority_id and c.id = p.case_id and firm.id = p.party_id and firm.kind = 'legal';
alter table egovernment.drafts add column for_party_id uuid;

create or replace function egovernment.is_party(authority text, the_case uuid) returns boolean language sql stable parallel safe
  return exists (select from egovernment.case_parties p where p.authority_id = authority and p.case_id = the_case
    and p.role <> 'filed_by' and kernel.stands_for(p.party_id, p.service_id));
-- The same for who does something.
create function egovernment.may_act(authority text, the_case uuid) returns boolean language sql stable parallel safe
  return exists (select from egovernment.case_parties p where p.authority_id = authority and p.case_id = the_case
    and p.role <> 'filed_by' and kernel.acts_for(p.party_id, p.service_id));

do $$
declare
  acts constant text := '(%1$s = (select kernel.actor_case())
    or ((select kernel.actor_kind()) = ''person'' and egovernment.may_act(authority_id, %1$s)))';
  own_name constant text := '(party_id is null or party_id = (select kernel.actor_own_party()))';
begin
  execute 'alter policy cases_holder_change on egovernment.cases using ' || format(acts, 'id');
  execute 'alter policy case_messages_holder_mark on egovernment.case_messages using (direction = ''out'' and ' || format(acts, 'case_id') || ')';
  execute 'alter policy case_files_holder_add on egovernment.case_files with check (visible_to_applicant and role = ''message'' and '
    || format(acts, 'case_id') || ')';
  execute 'alter policy case_events_holder_add on egovernment.case_events with check (visible_to_applicant and staff_id is null
    and actor_kind = (select kernel.actor_kind()) and type in (''message_received'', ''question_answered'', ''withdrawn'') and '
    || own_name || ' and ' || format(acts, 'case_id') || ')';
  execute 'alter policy case_messages_holder_add on egovernment.case_messages with check (direction = ''in'' and staff_id is null
    and read_at is null and ' || own_name || ' and ' || format(acts, 'case_id') || ')';
  execute 'alter policy case_withdrawals_holder_add on egovernment.case_withdrawals with check (' || own_name || ' and ' || format(acts, 'case_id') || ')';
  execute 'alter policy case_questions_holder_answer on egovernment.case_questions using (answered_at is null and ' || format(acts, 'case_id') || ')
    with check (answered_at is not null and (answered_by is null or answered_by = (select kernel.actor_own_party())))';
end $$;

alter policy case_parties_own on egovernment.case_parties
  using ((select kernel.actor_kind()) = 'person' and role <> 'filed_by' and kernel.stands_for(party_id, service_id));
-- A draft is hers who fills it in, for whomever it is.
alter policy drafts_own on egovernment.drafts using (party_id = (select kernel.actor_own_party()));
