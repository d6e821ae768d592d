-- An applicant offers a correction unasked while her case is open; a clerk accepts it or says why not. Earlier versions stay.

create table egovernment.correction_offers (
  authority_id text not null,
  case_id uuid not null,
  id uuid not null,
  offered_by uuid,
  offered_at timestamptz not null,
  -- All answers as they would be, sealed as a version is; accepted, they become one under the same id.
  payload_version int not null,
  sealed_answers bytea not null,
  content_hash bytea not null check (length(content_hash) = 32),
  -- Why she corrects them.
  sealed_note bytea not null,
  -- Who would be in charge by these answers, if somebody else.
  elsewhere text,
  decided_by uuid,
  decided_at timestamptz,
  is_accepted boolean,
  sealed_reason bytea,
  primary key (authority_id, case_id, id),
  foreign key (authority_id, case_id) references egovernment.cases,
  check ((decided_at is null) = (is_accepted is null) and (decided_at is null) = (decided_by is null)),
  check (is_accepted is not false or sealed_reason is not null)
);
-- One at a time: another one waits until the first is decided.
create unique index correction_offers_open on egovernment.correction_offers (authority_id, case_id) where decided_at is null;
alter table egovernment.correction_offers enable row level security;

-- Made because the applicant offered it, not because a clerk asked.
alter table egovernment.case_corrections add column is_offered boolean not null default false;

do $$
declare
  owns constant text := 'authority_id = any ((select kernel.actor_authorities())::text[])';
  works constant text := '(authority_id = any ((select kernel.actor_authorities())::text[])
    or ((select kernel.actor_kind()) = ''staff'' and egovernment.takes_part(authority_id, case_id)))';
  holds constant text := '(case_id = (select kernel.actor_case())
    or ((select kernel.actor_kind()) = ''person'' and egovernment.is_party(authority_id, case_id)))';
  acts constant text := '(case_id = (select kernel.actor_case())
    or ((select kernel.actor_kind()) = ''person'' and egovernment.may_act(authority_id, case_id)))';
begin
  execute 'create policy correction_offers_staff_read on egovernment.correction_offers for select using ' || works;
  execute 'create policy correction_offers_holder_read on egovernment.correction_offers for select using ' || holds;
  execute 'create policy correction_offers_holder_add on egovernment.correction_offers for insert with check (decided_at is null
    and (offered_by is null or offered_by = (select kernel.actor_own_party())) and ' || acts || ')';
  execute 'create policy correction_offers_decide on egovernment.correction_offers for update using (decided_at is null and ' || owns || ')
    with check (decided_at is not null and decided_by = (select kernel.actor_staff()))';
  execute 'create policy correction_offers_erasure on egovernment.correction_offers using ((select kernel.actor_purpose()) = ''erasure'')';

  -- A clerk makes a version of an offer only as it was offered.
  execute 'create policy case_corrections_staff_accept on egovernment.case_corrections for insert with check (is_offered
    and corrected_at is not null and requested_by = (select kernel.actor_staff()) and ' || owns || '
    and exists (select from egovernment.correction_offers o where o.authority_id = case_corrections.authority_id
      and o.case_id = case_corrections.case_id and o.id = case_corrections.id and o.is_accepted
      and o.sealed_answers = case_corrections.sealed_answers and o.content_hash = case_corrections.content_hash
      and o.offered_by is not distinct from case_corrections.corrected_by))';

  execute 'alter policy case_events_holder_add on egovernment.case_events with check (visible_to_applicant and staff_id is null
    and actor_kind = (select kernel.actor_kind()) and type in (''message_received'', ''question_answered'', ''withdrawn'', ''corrected'',
      ''correction_offered'')
    and (party_id is null or party_id = (select kernel.actor_own_party())) and ' || acts || ')';
end $$;
grant select, insert, delete, update (decided_by, decided_at, is_accepted, sealed_reason) on egovernment.correction_offers to wegweiser_app;
