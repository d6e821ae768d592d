-- An authority sees which of its cases it no longer has to keep, offers them to the archive, and erases them with four eyes.

alter table egovernment.cases
  -- The last day it is kept, set when a case ends (closed or withdrawn) from the retention of its service's version.
  add column kept_until date;
grant update (kept_until) on egovernment.cases to wegweiser_app;
create index cases_by_retention on egovernment.cases (authority_id, kept_until, id)
  where status in ('closed', 'withdrawn') and erased_at is null and not legal_hold;
-- Cases that ended before their last day was noted; a job notes it.
create index cases_without_retention on egovernment.cases (authority_id, id)
  where status in ('closed', 'withdrawn') and erased_at is null and kept_until is null;

create policy cases_retention_read on egovernment.cases for select using ((select kernel.actor_purpose()) = 'retention-days');
create policy cases_retention_note on egovernment.cases for update using ((select kernel.actor_purpose()) = 'retention-days');
create policy case_closures_retention on egovernment.case_closures for select using ((select kernel.actor_purpose()) = 'retention-days');
create policy case_withdrawals_retention on egovernment.case_withdrawals for select
  using ((select kernel.actor_purpose()) = 'retention-days');

-- What the archive was offered, and what it said. Without both nothing is erased.
create table egovernment.archive_offers (
  authority_id text not null,
  case_id uuid not null,
  offered_by uuid not null,
  offered_at timestamptz not null,
  appraisal text check (appraisal in ('taken_over', 'not_worthy')),
  appraised_by uuid,
  appraised_at timestamptz,
  primary key (authority_id, case_id),
  foreign key (authority_id, case_id) references egovernment.cases,
  check ((appraisal is null) = (appraised_at is null) and (appraisal is null) = (appraised_by is null))
);

-- One proposes a batch to be erased, another one confirms it or turns it down. What remains of it stays here.
create table egovernment.erasure_proposals (
  authority_id text not null references kernel.authorities,
  id uuid not null,
  reason text not null check (length(reason) between 1 and 1000),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  is_confirmed boolean,
  primary key (authority_id, id),
  check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (is_confirmed is null)),
  -- Four eyes: nobody confirms her own proposal. She may take it back.
  check (is_confirmed is not true or decided_by <> proposed_by)
);
create index erasure_proposals_by_time on egovernment.erasure_proposals (authority_id, proposed_at desc, id desc);

create table egovernment.erasure_proposal_cases (
  authority_id text not null,
  proposal_id uuid not null,
  case_id uuid not null,
  -- Null until the batch is decided and worked through.
  outcome text check (outcome in ('erased', 'kept')),
  primary key (authority_id, proposal_id, case_id),
  foreign key (authority_id, proposal_id) references egovernment.erasure_proposals,
  foreign key (authority_id, case_id) references egovernment.cases
);
-- A case is in one open batch at most.
create unique index erasure_proposal_cases_open on egovernment.erasure_proposal_cases (authority_id, case_id) where outcome is null;
create index erasure_proposal_cases_of_case on egovernment.erasure_proposal_cases (authority_id, case_id);

do $$
declare
  owns constant text := 'authority_id = any ((select kernel.actor_authorities())::text[])';
  erases constant text := '(select kernel.actor_purpose()) = ''erasure''';
  me constant text := '(select kernel.actor_staff())';
  one text;
begin
  foreach one in array array['archive_offers', 'erasure_proposals', 'erasure_proposal_cases'] loop
    execute format('alter table egovernment.%I enable row level security', one);
    execute format('create policy %s_read on egovernment.%I for select using (%s or %s)', one, one, owns, erases);
  end loop;
  execute format('create policy archive_offers_add on egovernment.archive_offers for insert with check (%s and offered_by = %s)', owns, me);
  execute format('create policy archive_offers_appraise on egovernment.archive_offers for update using (%s) with check (%s and appraised_by = %s)',
    owns, owns, me);
  execute format('create policy erasure_proposals_add on egovernment.erasure_proposals for insert
    with check (%s and proposed_by = %s and decided_at is null)', owns, me);
  execute format('create policy erasure_proposals_decide on egovernment.erasure_proposals for update using (%s and decided_at is null)
    with check (%s and decided_by = %s)', owns, owns, me);
  execute format('create policy erasure_proposal_cases_add on egovernment.erasure_proposal_cases for insert with check (%s and outcome is null)', owns);
  -- Staff only let go of what was not confirmed; the program notes the rest.
  execute format('create policy erasure_proposal_cases_keep on egovernment.erasure_proposal_cases for update using (%s and outcome is null)
    with check (%s and outcome = ''kept'')', owns, owns);
  execute format('create policy erasure_proposal_cases_erase on egovernment.erasure_proposal_cases for update using (%s)', erases);
end $$;
grant select, insert, update (appraisal, appraised_by, appraised_at) on egovernment.archive_offers to wegweiser_app;
grant select, insert, update (decided_by, decided_at, is_confirmed) on egovernment.erasure_proposals to wegweiser_app;
grant select, insert, update (outcome) on egovernment.erasure_proposal_cases to wegweiser_app;
