-- Files are looked at before anybody opens them: by the virus scanner where there is one, and by a process of ours that draws a small
-- picture of each page. What has not been found clean stays closed, for staff, applicants and programs alike.

alter table kernel.stored_files
  -- «unscanned»: taken in while no scanner was set. «infected»: something was found, and the bytes are gone; the row says so.
  add column state text not null default 'unscanned' check (state in ('unscanned', 'waiting', 'clean', 'infected')),
  add column checked_at timestamptz,
  -- Attempts that failed, and when to try again.
  add column attempts int not null default 0,
  add column next_check_at timestamptz,
  -- «none»: this kind of file gets no picture. «failed»: it could not be drawn within its limits.
  add column preview text not null default 'none' check (preview in ('none', 'waiting', 'made', 'failed')),
  add column preview_pages smallint not null default 0 check (preview_pages between 0 and 9),
  -- Pages of the document, where it has any.
  add column pages int,
  -- While it belongs to nobody: hash of the network address it came from, so that nobody fills the store.
  add column sender_hash bytea check (length(sender_hash) = 32);

-- What is still to be done, next first. What is done is not in it.
create index stored_files_to_check on kernel.stored_files (next_check_at) where next_check_at is not null;
create index stored_files_sender on kernel.stored_files (sender_hash) include (size) where authority_id is null;

-- Files that arrive in parts, so that a broken line costs one part and not the file. The parts lie sealed in the store under ids of their own.
create table kernel.uploads (
  id uuid primary key,
  -- SHA-256 of the token that only the browser knows: it goes on with the upload, and hands it in.
  token_hash bytea not null check (length(token_hash) = 32),
  -- Whose it is, as far as limits are concerned: hashes of the person or network address.
  sender_hash bytea not null check (length(sender_hash) = 32),
  authority_id text,
  wrapped_key bytea not null,
  -- Name, type and field, sealed with the upload's key.
  sealed_about bytea not null,
  length bigint not null check (length > 0),
  received bigint not null default 0 check (received between 0 and length),
  part_ids uuid[] not null default '{}',
  -- What it became: a file, or a reason why not.
  file_id uuid,
  refused text,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create unique index uploads_token on kernel.uploads (token_hash);
create index uploads_sender on kernel.uploads (sender_hash, expires_at);
create index uploads_authority on kernel.uploads (authority_id, expires_at);
create index uploads_expiry on kernel.uploads (expires_at);
alter table kernel.uploads enable row level security;
create policy uploads_program on kernel.uploads using ((select kernel.actor_purpose()) = 'files');
grant select, insert, update, delete on kernel.uploads to wegweiser_app;
