-- Limits that hold when many arrive at once, and files that are made once.

-- Who is making a file of an upload that is all there, and since when: only she writes what became of it.
alter table kernel.uploads
  add column claim uuid,
  add column claimed_at timestamptz;

-- Room that is taken while a file arrives: whose it counts for, and how much.
alter table kernel.loose_files
  add column sender_hash bytea check (length(sender_hash) = 32),
  add column reserved bigint not null default 0 check (reserved >= 0);
create index loose_files_sender on kernel.loose_files (sender_hash, since) include (reserved) where sender_hash is not null;
