-- Files that people hand in: what is known of them. Their bytes lie sealed in the file store, under the same id.

create table kernel.stored_files (
  id uuid primary key,
  -- Whose it is; all null while the file waits to be attached (two days at most).
  authority_id text,
  owner_kind text check (owner_kind in ('draft', 'case', 'party')),
  owner_id uuid,
  type text not null,
  size bigint not null check (size > 0),
  -- Name and SHA-256 of the content, sealed with the file's own key: a name tells of people, and a plain hash lets known documents be guessed.
  sealed_about bytea not null,
  -- The file's own key, sealed with the key of its owner. While the file waits, the key lies in kernel.sealing_keys, as every key that is
  -- wrapped by the master key alone.
  sealed_key bytea,
  created_at timestamptz not null,
  check (num_nulls(authority_id, owner_kind, owner_id, sealed_key) in (0, 4))
);
create index stored_files_owner on kernel.stored_files (authority_id, owner_id, id);
create index stored_files_waiting on kernel.stored_files (created_at) where authority_id is null;

alter table kernel.stored_files enable row level security;
create policy stored_files_staff on kernel.stored_files for select
  using (owner_kind = 'case' and authority_id = any ((select kernel.actor_authorities())::text[]));
create policy stored_files_case on kernel.stored_files for select
  using (owner_kind = 'case' and owner_id = (select kernel.actor_case()));
create policy stored_files_party on kernel.stored_files for select
  using (owner_kind = 'party' and owner_id = any ((select kernel.actor_parties())::uuid[]));
-- As with the sealing keys: a file is worth nothing without its owner's key, and only the program's own scopes write both.
create policy stored_files_program on kernel.stored_files using ((select kernel.actor_kind()) = 'system');
grant select, insert, update, delete on kernel.stored_files to wegweiser_app;

-- Bytes in the file store that no row of stored_files speaks for: still arriving, or to be removed.
create table kernel.loose_files (
  id uuid primary key,
  since timestamptz not null
);
create index loose_files_since on kernel.loose_files (since);
alter table kernel.loose_files enable row level security;
create policy loose_files_program on kernel.loose_files using ((select kernel.actor_kind()) = 'system');
grant select, insert, delete on kernel.loose_files to wegweiser_app;
