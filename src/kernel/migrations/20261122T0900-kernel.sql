-- What every authority stands on: who is asking (the actor), the audit trail, announced facts and work to do, and sealed keys.

create schema kernel;
create extension if not exists pg_trgm with schema kernel;
create extension if not exists unaccent with schema kernel;
create extension if not exists btree_gist with schema kernel;

grant usage on schema kernel to wegweiser_app;

-- The actor of the running transaction, set by set_config(…, true) right after `begin`.
-- Outside a scope, and after `set local` has left its empty string behind, every function answers null or an empty list.
create function kernel.actor_kind() returns text language sql stable parallel safe
  return nullif(current_setting('wegweiser.kind', true), '');
create function kernel.actor_authorities() returns text[] language sql stable parallel safe
  return string_to_array(nullif(current_setting('wegweiser.authorities', true), ''), ',');
create function kernel.actor_units() returns text[] language sql stable parallel safe
  return string_to_array(nullif(current_setting('wegweiser.units', true), ''), ',');
create function kernel.actor_parties() returns uuid[] language sql stable parallel safe
  return string_to_array(nullif(current_setting('wegweiser.parties', true), ''), ',')::uuid[];
create function kernel.actor_case() returns uuid language sql stable parallel safe
  return nullif(current_setting('wegweiser.case', true), '')::uuid;
create function kernel.actor_staff() returns uuid language sql stable parallel safe
  return nullif(current_setting('wegweiser.staff', true), '')::uuid;
create function kernel.actor_purpose() returns text language sql stable parallel safe
  return nullif(current_setting('wegweiser.purpose', true), '');

-- Audit: who did or saw what. Entries carry ids and salted hashes, never contents.
create table kernel.audit_entries (
  id bigint generated always as identity primary key,
  authority_id text not null,
  at timestamptz not null,
  action text not null,
  kind text not null check (kind in ('act', 'access')),
  actor_kind text not null,
  actor_id text,
  actor_role text,
  party_ids uuid[] not null default '{}',
  subject_id uuid,
  subject_ids uuid[] not null default '{}',
  reason text,
  detail jsonb not null default '{}',
  salt bytea not null
);
create index audit_entries_subject on kernel.audit_entries (authority_id, subject_id, id);
create index audit_entries_subjects on kernel.audit_entries using gin (subject_ids);
alter table kernel.audit_entries enable row level security;
create policy audit_insert on kernel.audit_entries for insert with check (kernel.actor_kind() is not null);
create policy audit_read_staff on kernel.audit_entries for select using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy audit_read_system on kernel.audit_entries for select using ((select kernel.actor_purpose()) in ('audit', 'accesses'));
grant select, insert on kernel.audit_entries to wegweiser_app;
grant usage on sequence kernel.audit_entries_id_seq to wegweiser_app;

-- Entries still to be linked into the chain. An entry missing here and in the links is found by the verification.
create table kernel.audit_queue (entry_id bigint primary key);
alter table kernel.audit_queue enable row level security;
create policy audit_queue_insert on kernel.audit_queue for insert with check (kernel.actor_kind() is not null);
create policy audit_queue_link on kernel.audit_queue using ((select kernel.actor_purpose()) = 'audit');
grant select, insert, delete on kernel.audit_queue to wegweiser_app;

create table kernel.audit_links (
  authority_id text not null,
  position bigint not null,
  entry_id bigint not null unique,
  hash bytea not null,
  linked_at timestamptz not null,
  primary key (authority_id, position)
);
alter table kernel.audit_links enable row level security;
create policy audit_links_link on kernel.audit_links using ((select kernel.actor_purpose()) = 'audit');
grant select, insert on kernel.audit_links to wegweiser_app;

-- Facts announced and work asked for in the transaction that makes them true; a dispatcher turns them into jobs and removes them.
create table kernel.outbox (
  id uuid primary key default uuidv7(),
  kind text not null check (kind in ('event', 'job')),
  name text not null,
  version int not null default 1,
  authority_id text,
  payload jsonb not null,
  run_at timestamptz,
  at timestamptz not null
);
alter table kernel.outbox enable row level security;
create policy outbox_insert on kernel.outbox for insert with check (kernel.actor_kind() is not null);
create policy outbox_dispatch on kernel.outbox using ((select kernel.actor_purpose()) = 'dispatch');
-- `for update skip locked` needs the right to update, though nothing is ever changed.
grant select, insert, update, delete on kernel.outbox to wegweiser_app;

-- What has been handled: written in the handler's own transaction, so that a fact delivered twice takes effect once.
create table kernel.handled (
  job_key text primary key,
  at timestamptz not null
);
alter table kernel.handled enable row level security;
create policy handled_system on kernel.handled using ((select kernel.actor_kind()) = 'system');
grant select, insert, delete on kernel.handled to wegweiser_app;
create index handled_at on kernel.handled (at);

-- One data key per case (or other sealed subject), wrapped by the master key. Erasing a subject deletes its row.
create table kernel.sealing_keys (
  authority_id text not null,
  subject_id uuid not null,
  master_key_id text not null,
  wrapped_key bytea not null,
  created_at timestamptz not null default now(),
  primary key (authority_id, subject_id)
);
alter table kernel.sealing_keys enable row level security;
create policy sealing_staff on kernel.sealing_keys for select using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy sealing_system on kernel.sealing_keys using ((select kernel.actor_kind()) = 'system');
grant select, insert, delete, update on kernel.sealing_keys to wegweiser_app;

-- Small facts about the installation: which content has been loaded, when the outage began.
create table kernel.facts (
  key text primary key,
  value jsonb not null,
  at timestamptz not null default now()
);
alter table kernel.facts enable row level security;
create policy facts_system on kernel.facts using ((select kernel.actor_kind()) = 'system');
grant select, insert, update, delete on kernel.facts to wegweiser_app;
