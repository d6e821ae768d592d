-- Each authority gets its cases: what people hand in, the history beside it, the conversation and the decision. What is personal is sealed
-- with a key per case; the few list columns that stay clear are blanked when a case is erased.

create schema if not exists egovernment;
grant usage on schema egovernment to wegweiser_app;

-- Processes take numbers in blocks of a hundred; gaps are fine.
create sequence egovernment.case_number_blocks as bigint increment by 100 start with 100;
grant usage on sequence egovernment.case_number_blocks to wegweiser_app;

create table egovernment.cases (
  authority_id text not null,
  id uuid not null,
  number text not null,
  service_id text not null,
  version_id uuid not null,
  unit_id text,
  status text not null default 'received'
    check (status in ('received', 'in_progress', 'waiting_for_applicant', 'decided', 'closed', 'withdrawn')),
  is_open boolean not null generated always as (status in ('received', 'in_progress', 'waiting_for_applicant')) stored,
  -- Clear list columns, blanked on erasing.
  applicant_name text not null default '',
  subject text not null default '',
  channel text not null check (channel in ('web', 'api', 'counter', 'phone', 'paper')),
  language text not null check (language in ('de', 'fr', 'it', 'en')),
  received_at timestamptz not null,
  due_on date not null,
  expected_on date not null,
  assigned_to uuid,
  updated_at timestamptz not null,
  -- SHA-256 over everything that was handed in, with a salt that lies among the sealed answers: says nothing without them.
  content_hash bytea not null check (length(content_hash) = 32),
  has_unread boolean not null default false,
  legal_hold boolean not null default false,
  erased_at timestamptz,
  primary key (authority_id, id),
  -- Unique within the authority; codes are unique in the canton, so the numbers are as well.
  unique (number, authority_id)
);
create index cases_by_status on egovernment.cases (authority_id, status, due_on, id);
create index cases_by_due_date on egovernment.cases (authority_id, due_on, id) where is_open;
create index cases_by_person on egovernment.cases (authority_id, assigned_to, due_on, id) where is_open;
create index cases_by_unit on egovernment.cases (authority_id, unit_id, due_on, id) where is_open;
create index cases_by_arrival on egovernment.cases (authority_id, received_at, id);

-- What was handed in, sealed as one value.
create table egovernment.case_answers (
  authority_id text not null,
  case_id uuid not null,
  payload_version int not null,
  sealed bytea not null,
  primary key (authority_id, case_id),
  foreign key (authority_id, case_id) references egovernment.cases
);

-- The history that people and programs read. Nothing is ever changed in it, and nothing personal is written into it.
create table egovernment.case_events (
  authority_id text not null,
  case_id uuid not null,
  id uuid not null,
  type text not null,
  version int not null default 1,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('staff', 'person', 'case', 'public', 'system')),
  staff_id uuid,
  party_id uuid,
  visible_to_applicant boolean not null,
  params jsonb not null default '{}',
  primary key (authority_id, case_id, id),
  foreign key (authority_id, case_id) references egovernment.cases
);

create table egovernment.case_messages (
  authority_id text not null,
  case_id uuid not null,
  id uuid not null,
  direction text not null check (direction in ('in', 'out')),
  staff_id uuid,
  party_id uuid,
  sealed bytea not null,
  at timestamptz not null,
  read_at timestamptz,
  primary key (authority_id, case_id, id),
  foreign key (authority_id, case_id) references egovernment.cases
);

create table egovernment.case_notes (
  authority_id text not null,
  case_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  sealed bytea not null,
  at timestamptz not null,
  primary key (authority_id, case_id, id),
  foreign key (authority_id, case_id) references egovernment.cases
);

create table egovernment.case_files (
  authority_id text not null,
  case_id uuid not null,
  file_id uuid not null,
  role text not null check (role in ('answer', 'message', 'decision')),
  field text,
  message_id uuid,
  visible_to_applicant boolean not null default true,
  at timestamptz not null,
  primary key (authority_id, case_id, file_id),
  foreign key (authority_id, case_id) references egovernment.cases
);

create table egovernment.case_parties (
  authority_id text not null,
  case_id uuid not null,
  id uuid not null,
  -- Null for a guest.
  party_id uuid,
  role text not null check (role in ('applicant', 'filed_by', 'representative', 'contact')),
  channel text not null check (channel in ('web', 'api', 'counter', 'phone', 'paper')),
  -- Mail address and language; null where somebody else is written to.
  sealed_contact bytea,
  -- Handed in by a program without a key: nothing is sent there before the address is confirmed.
  contact_confirmed boolean not null default true,
  added_at timestamptz not null,
  primary key (authority_id, case_id, id),
  unique (authority_id, case_id, party_id, role),
  foreign key (authority_id, case_id) references egovernment.cases
);
create index case_parties_of_party on egovernment.case_parties (party_id, added_at, case_id) where party_id is not null;

-- Other authorities that take part: the case was forwarded to them (`added_by`), or they must know of it by the service's own rule.
create table egovernment.case_participants (
  authority_id text not null,
  case_id uuid not null,
  participant_authority_id text not null,
  participant_unit_id text,
  added_by uuid,
  added_at timestamptz not null,
  primary key (authority_id, case_id, participant_authority_id),
  foreign key (authority_id, case_id) references egovernment.cases,
  check (participant_authority_id <> authority_id)
);
create index case_participants_of_authority on egovernment.case_participants (participant_authority_id, added_at, case_id);

create table egovernment.case_access_codes (
  authority_id text not null,
  case_id uuid not null,
  id uuid not null,
  hash bytea not null check (length(hash) = 32),
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (authority_id, case_id, id),
  foreign key (authority_id, case_id) references egovernment.cases
);

-- One use, short life: leads a guest from the mail to a new access code, or confirms that a mail address is read.
create table egovernment.case_mail_links (
  authority_id text not null,
  case_id uuid not null,
  hash bytea not null check (length(hash) = 32),
  purpose text not null check (purpose in ('renew_code', 'confirm_address')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (authority_id, hash),
  foreign key (authority_id, case_id) references egovernment.cases
);
create index case_mail_links_of_case on egovernment.case_mail_links (authority_id, case_id, created_at);

-- Failed attempts to prove a case, by hashes of what was asked and from where: whoever guesses is slowed.
create table egovernment.case_access_attempts (
  id uuid primary key,
  number_hash bytea not null,
  address_hash bytea not null,
  at timestamptz not null
);
create index case_access_attempts_number on egovernment.case_access_attempts (number_hash, at);
create index case_access_attempts_address on egovernment.case_access_attempts (address_hash, at);

create table egovernment.case_decisions (
  authority_id text not null,
  case_id uuid not null,
  id uuid not null,
  outcome text not null check (outcome in ('approved', 'partly_approved', 'rejected', 'noted')),
  -- Text, reasons and legal remedies.
  sealed bytea not null,
  notified_on date not null,
  signed_by uuid not null,
  decided_at timestamptz not null,
  primary key (authority_id, case_id, id),
  foreign key (authority_id, case_id) references egovernment.cases
);

create table egovernment.case_closures (
  authority_id text not null,
  case_id uuid not null,
  id uuid not null,
  reason text not null check (reason in ('done', 'not_competent', 'duplicate', 'no_answer', 'withdrawn', 'other')),
  sealed_note bytea,
  closed_by uuid not null,
  closed_at timestamptz not null,
  reopened_by uuid,
  reopened_at timestamptz,
  primary key (authority_id, case_id, id),
  foreign key (authority_id, case_id) references egovernment.cases
);

create table egovernment.case_withdrawals (
  authority_id text not null,
  case_id uuid not null,
  id uuid not null,
  party_id uuid,
  sealed_reason bytea,
  at timestamptz not null,
  primary key (authority_id, case_id, id),
  foreign key (authority_id, case_id) references egovernment.cases
);

create table egovernment.case_assignments (
  authority_id text not null,
  case_id uuid not null,
  id uuid not null,
  assigned_to uuid,
  unit_id text,
  assigned_by uuid not null,
  at timestamptz not null,
  primary key (authority_id, case_id, id),
  foreign key (authority_id, case_id) references egovernment.cases
);

create table egovernment.case_questions (
  authority_id text not null,
  case_id uuid not null,
  id uuid not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  answer_by date not null,
  sealed_question bytea not null,
  sealed_answer bytea,
  answered_by uuid,
  answered_at timestamptz,
  primary key (authority_id, case_id, id),
  foreign key (authority_id, case_id) references egovernment.cases
);

-- Personal search: the words of names and the like, folded. Equality and prefix use the index under the row policy (collation C).
create table egovernment.case_tokens (
  authority_id text not null,
  token text collate "C" not null,
  case_id uuid not null,
  primary key (authority_id, token, case_id),
  foreign key (authority_id, case_id) references egovernment.cases
);
create index case_tokens_of_case on egovernment.case_tokens (authority_id, case_id);

-- The same key again gives the same answer, for thirty days.
create table egovernment.submission_keys (
  authority_id text not null,
  key_hash bytea not null check (length(key_hash) = 32),
  body_hash bytea not null check (length(body_hash) = 32),
  case_id uuid not null,
  -- The answer that was given: number and access code, sealed with the case's key.
  sealed_answer bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (authority_id, key_hash),
  foreign key (authority_id, case_id) references egovernment.cases
);
create index submission_keys_expiry on egovernment.submission_keys (expires_at);

create table egovernment.drafts (
  authority_id text not null,
  id uuid not null,
  party_id uuid,
  token_hash bytea not null check (length(token_hash) = 32),
  service_id text not null,
  version_id uuid not null,
  language text not null check (language in ('de', 'fr', 'it', 'en')),
  -- Counts the saves, so that of two tabs none overwrites the other unseen.
  revision int not null default 1,
  sealed_answers bytea,
  -- Where to go on.
  current_page text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  expires_at timestamptz not null,
  submitted_at timestamptz,
  -- The case it became; the authority in charge may be another one than the portal it was filled in at.
  case_authority_id text,
  case_id uuid,
  primary key (authority_id, id)
);
create index drafts_of_party on egovernment.drafts (party_id, updated_at) where party_id is not null;
create index drafts_expiry on egovernment.drafts (expires_at);

-- Takes a draft to another device: one use, short life. Carries the draft's token, sealed with the draft's key, so that both devices go on.
create table egovernment.draft_links (
  authority_id text not null,
  draft_id uuid not null,
  hash bytea not null check (length(hash) = 32),
  sealed_token bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (authority_id, hash),
  foreign key (authority_id, draft_id) references egovernment.drafts on delete cascade
);
create index draft_links_of_draft on egovernment.draft_links (authority_id, draft_id);

-- Row policies. Three kinds of people reach a case: staff of its authority or of one it was forwarded to, the parties to it, and whoever has
-- proven its number and code. The two look-ups are functions behind the kind of actor: written out, each of the many policies would be
-- set up anew with every statement, which more than doubled the time of handing in.
create function egovernment.takes_part(authority text, the_case uuid) returns boolean language sql stable parallel safe
  return exists (select from egovernment.case_participants p where p.authority_id = authority and p.case_id = the_case
    and p.participant_authority_id = any (kernel.actor_authorities()));
create function egovernment.is_party(authority text, the_case uuid) returns boolean language sql stable parallel safe
  return exists (select from egovernment.case_parties p where p.authority_id = authority and p.case_id = the_case
    and p.party_id = any (kernel.actor_parties()));

do $$
declare
  owns constant text := 'authority_id = any ((select kernel.actor_authorities())::text[])';
  works constant text := '(authority_id = any ((select kernel.actor_authorities())::text[])
    or ((select kernel.actor_kind()) = ''staff'' and egovernment.takes_part(authority_id, %1$s)))';
  holds constant text := '(%1$s = (select kernel.actor_case())
    or ((select kernel.actor_kind()) = ''person'' and egovernment.is_party(authority_id, %1$s)))';
  one text;
begin
  execute 'alter table egovernment.cases enable row level security';
  execute 'create policy cases_staff_read on egovernment.cases for select using ' || format(works, 'id');
  execute 'create policy cases_holder_read on egovernment.cases for select using ' || format(holds, 'id');
  execute 'create policy cases_holder_change on egovernment.cases for update using ' || format(holds, 'id');

  -- Read by staff of the authority and of those that take part. Both write messages and notes; the rest is for the authority in charge.
  -- Nobody removes anything.
  foreach one in array array['case_answers', 'case_events', 'case_messages', 'case_notes', 'case_files', 'case_parties', 'case_decisions',
    'case_closures', 'case_withdrawals', 'case_assignments', 'case_questions', 'case_tokens'] loop
    execute format('alter table egovernment.%I enable row level security', one);
    execute format('create policy %s_staff_read on egovernment.%I for select using ', one, one) || format(works, 'case_id');
  end loop;
  foreach one in array array['case_events', 'case_messages', 'case_notes', 'case_files'] loop
    execute format('create policy %s_staff_add on egovernment.%I for insert with check ', one, one) || format(works, 'case_id');
  end loop;
  foreach one in array array['case_decisions', 'case_closures', 'case_assignments', 'case_questions', 'case_parties', 'case_tokens'] loop
    execute format('create policy %s_staff_add on egovernment.%I for insert with check (%s)', one, one, owns);
  end loop;
  foreach one in array array['case_messages', 'case_closures', 'case_parties'] loop
    execute format('create policy %s_staff_change on egovernment.%I for update using (%s)', one, one, owns);
  end loop;

  -- Read by who holds the case.
  foreach one in array array['case_answers', 'case_messages', 'case_decisions', 'case_closures', 'case_withdrawals', 'case_questions'] loop
    execute format('create policy %s_holder_read on egovernment.%I for select using ', one, one) || format(holds, 'case_id');
  end loop;
  foreach one in array array['case_events', 'case_files'] loop
    execute format('create policy %s_holder_read on egovernment.%I for select using (visible_to_applicant and ', one, one)
      || format(holds, 'case_id') || ')';
  end loop;

  -- Added by who holds the case: only what is hers to say.
  execute 'create policy case_events_holder_add on egovernment.case_events for insert with check (visible_to_applicant and staff_id is null and '
    || format(holds, 'case_id') || ')';
  execute 'create policy case_messages_holder_add on egovernment.case_messages for insert with check (direction = ''in'' and staff_id is null and '
    || format(holds, 'case_id') || ')';
  execute 'create policy case_messages_holder_mark on egovernment.case_messages for update using (direction = ''out'' and '
    || format(holds, 'case_id') || ')';
  execute 'create policy case_files_holder_add on egovernment.case_files for insert with check (visible_to_applicant and role = ''message'' and '
    || format(holds, 'case_id') || ')';
  execute 'create policy case_withdrawals_holder_add on egovernment.case_withdrawals for insert with check '
    || format(holds, 'case_id');
  execute 'create policy case_questions_holder_answer on egovernment.case_questions for update using '
    || format(holds, 'case_id') || ' with check (answered_at is not null)';

  -- Handing in writes, erasing removes; neither looks further than it must.
  foreach one in array array['cases', 'case_answers', 'case_events', 'case_files', 'case_parties', 'case_access_codes', 'case_tokens',
    'submission_keys', 'case_mail_links', 'case_participants'] loop
    execute format('create policy %s_submission on egovernment.%I for insert with check ((select kernel.actor_purpose()) = ''submission'')', one, one);
  end loop;
  foreach one in array array['cases', 'case_answers', 'case_events', 'case_messages', 'case_notes', 'case_files', 'case_parties',
    'case_participants', 'case_access_codes', 'case_mail_links', 'case_decisions', 'case_closures', 'case_withdrawals', 'case_assignments',
    'case_questions', 'case_tokens', 'submission_keys'] loop
    execute format('create policy %s_erasure on egovernment.%I using ((select kernel.actor_purpose()) = ''erasure'')', one, one);
  end loop;
end $$;

create policy cases_staff_change on egovernment.cases for update
  using (authority_id = any ((select kernel.actor_authorities())::text[]))
  with check (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy cases_system_read on egovernment.cases for select
  using ((select kernel.actor_purpose()) in ('submission', 'case-access', 'case-mail', 'receipts'));
create policy case_events_system on egovernment.case_events for insert
  with check ((select kernel.actor_purpose()) in ('case-access', 'erasure'));

-- A person sees in which role she is party to a case; the holder of a code sees the parties of that case.
create policy case_parties_own on egovernment.case_parties for select using (party_id = any ((select kernel.actor_parties())::uuid[]));
create policy case_parties_case on egovernment.case_parties for select using (case_id = (select kernel.actor_case()));
create policy case_parties_access on egovernment.case_parties for insert with check ((select kernel.actor_purpose()) = 'case-access');
create policy case_parties_confirm on egovernment.case_parties for update using ((select kernel.actor_purpose()) = 'case-access');
create policy case_parties_mail on egovernment.case_parties for select using ((select kernel.actor_purpose()) in ('case-mail', 'case-access'));

alter table egovernment.case_participants enable row level security;
create policy participants_read on egovernment.case_participants for select
  using (authority_id = any ((select kernel.actor_authorities())::text[])
    or participant_authority_id = any ((select kernel.actor_authorities())::text[]));
create policy participants_add on egovernment.case_participants for insert
  with check (authority_id = any ((select kernel.actor_authorities())::text[]));

alter table egovernment.case_access_codes enable row level security;
create policy codes_access on egovernment.case_access_codes using ((select kernel.actor_purpose()) = 'case-access');

alter table egovernment.case_mail_links enable row level security;
create policy mail_links_access on egovernment.case_mail_links using ((select kernel.actor_purpose()) in ('case-access', 'case-mail'));

alter table egovernment.case_access_attempts enable row level security;
create policy attempts_access on egovernment.case_access_attempts using ((select kernel.actor_purpose()) in ('case-access', 'cleaning'));

alter table egovernment.submission_keys enable row level security;
create policy submission_keys_read on egovernment.submission_keys for select using ((select kernel.actor_purpose()) in ('submission', 'cleaning'));
create policy submission_keys_clean on egovernment.submission_keys for delete using ((select kernel.actor_purpose()) in ('submission', 'cleaning'));

alter table egovernment.drafts enable row level security;
create policy drafts_own on egovernment.drafts for select using (party_id = any ((select kernel.actor_parties())::uuid[]));
create policy drafts_system on egovernment.drafts using ((select kernel.actor_purpose()) in ('drafts', 'cleaning', 'submission'));

alter table egovernment.draft_links enable row level security;
create policy draft_links_system on egovernment.draft_links using ((select kernel.actor_purpose()) in ('drafts', 'cleaning'));

-- Whoever may see a case may open its files: also an authority that it was forwarded to.
create policy stored_files_case_readers on kernel.stored_files for select using (owner_kind = 'case'
  and exists (select from egovernment.cases c where c.authority_id = stored_files.authority_id and c.id = stored_files.owner_id));

-- Whoever may see a case may open what is sealed with its key.
create policy sealing_case_readers on kernel.sealing_keys for select using (
  exists (select from egovernment.cases c where c.authority_id = sealing_keys.authority_id and c.id = sealing_keys.subject_id));

-- The history is only ever added to.
grant select, insert on egovernment.case_events, egovernment.case_participants, egovernment.case_assignments to wegweiser_app;
grant delete on egovernment.case_participants to wegweiser_app;
grant select, insert, update (status, unit_id, applicant_name, subject, due_on, expected_on, assigned_to, updated_at, has_unread, legal_hold, erased_at)
  on egovernment.cases to wegweiser_app;
grant select, insert, delete on egovernment.case_answers, egovernment.case_notes, egovernment.case_files, egovernment.case_decisions,
  egovernment.case_withdrawals, egovernment.case_tokens, egovernment.submission_keys to wegweiser_app;
grant select, insert, delete, update (read_at) on egovernment.case_messages to wegweiser_app;
grant select, insert, delete, update (reopened_by, reopened_at, sealed_note) on egovernment.case_closures to wegweiser_app;
grant select, insert, delete, update (sealed_answer, answered_by, answered_at) on egovernment.case_questions to wegweiser_app;
grant select, insert, delete, update (sealed_contact, contact_confirmed) on egovernment.case_parties to wegweiser_app;
grant select, insert, delete, update (revoked_at) on egovernment.case_access_codes to wegweiser_app;
grant select, insert, delete, update (used_at) on egovernment.case_mail_links to wegweiser_app;
grant select, insert, delete on egovernment.case_access_attempts to wegweiser_app;
grant select, insert, update, delete on egovernment.drafts to wegweiser_app;
grant select, insert, delete, update (used_at) on egovernment.draft_links to wegweiser_app;
