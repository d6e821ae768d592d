-- An applicant corrects what she handed in while the case is open, because a clerk asked her to.
-- What was handed in before stays as it was: each correction is a further version, sealed and with a fingerprint of its own.

create table egovernment.case_corrections (
  authority_id text not null,
  case_id uuid not null,
  id uuid not null,
  requested_by uuid not null,
  requested_at timestamptz not null,
  answer_by date not null,
  -- Ids of the questions that are asked again.
  fields text[] not null check (cardinality(fields) > 0),
  sealed_request bytea not null,
  -- All answers as they are since, sealed like those that were handed in.
  payload_version int,
  sealed_answers bytea,
  content_hash bytea check (length(content_hash) = 32),
  corrected_by uuid,
  corrected_at timestamptz,
  primary key (authority_id, case_id, id),
  foreign key (authority_id, case_id) references egovernment.cases,
  check ((corrected_at is null) = (sealed_answers is null) and (corrected_at is null) = (content_hash is null)
    and (corrected_at is null) = (payload_version is null))
);
alter table egovernment.case_corrections enable row level security;

do $$
declare
  works constant text := '(authority_id = any ((select kernel.actor_authorities())::text[])
    or ((select kernel.actor_kind()) = ''staff'' and egovernment.takes_part(authority_id, case_id)))';
  holds constant text := '(case_id = (select kernel.actor_case())
    or ((select kernel.actor_kind()) = ''person'' and egovernment.is_party(authority_id, case_id)))';
  acts constant text := '(case_id = (select kernel.actor_case())
    or ((select kernel.actor_kind()) = ''person'' and egovernment.may_act(authority_id, case_id)))';
begin
  execute 'create policy case_corrections_staff_read on egovernment.case_corrections for select using ' || works;
  execute 'create policy case_corrections_staff_add on egovernment.case_corrections for insert
    with check (authority_id = any ((select kernel.actor_authorities())::text[]) and requested_by = (select kernel.actor_staff())
    and corrected_at is null)';
  execute 'create policy case_corrections_holder_read on egovernment.case_corrections for select using ' || holds;
  -- Made once; a version never changes.
  execute 'create policy case_corrections_holder_make on egovernment.case_corrections for update
    using (corrected_at is null and ' || acts || ') with check (corrected_at is not null
    and (corrected_by is null or corrected_by = (select kernel.actor_own_party())))';

  -- The holder adds what she says herself; corrections and their files are hers to say too.
  execute 'alter policy case_events_holder_add on egovernment.case_events with check (visible_to_applicant and staff_id is null
    and actor_kind = (select kernel.actor_kind()) and type in (''message_received'', ''question_answered'', ''withdrawn'', ''corrected'')
    and (party_id is null or party_id = (select kernel.actor_own_party())) and ' || acts || ')';
  execute 'alter policy case_files_holder_add on egovernment.case_files with check (visible_to_applicant and role in (''message'', ''answer'') and '
    || acts || ')';
  -- Words of a corrected name, by which the desk finds the case from then on.
  execute 'create policy case_tokens_holder_add on egovernment.case_tokens for insert with check ' || acts;
end $$;

create policy case_corrections_receipts on egovernment.case_corrections for select using ((select kernel.actor_purpose()) = 'receipts');
create policy case_corrections_erasure on egovernment.case_corrections using ((select kernel.actor_purpose()) = 'erasure');

grant select, insert, delete, update (payload_version, sealed_answers, content_hash, corrected_by, corrected_at)
  on egovernment.case_corrections to wegweiser_app;
