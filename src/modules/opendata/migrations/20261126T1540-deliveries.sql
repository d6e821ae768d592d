-- Programs bring rows of a table, or the platform fetches them from an address on schedule; each delivery leaves a line, faults included.

create table opendata.deliveries (
  authority_id text not null,
  table_id uuid not null,
  id uuid not null,
  data_set_id uuid not null,
  way text not null check (way in ('put', 'add', 'fetch')),
  at timestamptz not null,
  -- new: a version; same: the rows were there already; refused: rows or their structure do not fit; failed: nothing could be had.
  outcome text not null check (outcome in ('new', 'same', 'refused', 'failed')),
  version int check (version > 0),
  rows bigint check (rows >= 0),
  changes jsonb,
  -- Why it was refused or failed: the end of a message's key, and where.
  reason text,
  detail text check (length(detail) <= 500),
  -- The first hundred of those that there were.
  faults jsonb not null default '[]',
  fault_count int not null default 0 check (fault_count >= 0),
  -- The key of the program.
  by_key uuid,
  -- What a program sent once is not taken twice.
  key_hash bytea,
  body_hash bytea,
  primary key (authority_id, table_id, id),
  foreign key (authority_id, data_set_id) references opendata.data_sets
);
create unique index deliveries_once on opendata.deliveries (authority_id, table_id, key_hash) where key_hash is not null;
alter table opendata.deliveries enable row level security;
create policy deliveries_own on opendata.deliveries
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy deliveries_platform on opendata.deliveries using ((select kernel.actor_purpose()) = 'opendata');
grant select, insert, delete on opendata.deliveries to wegweiser_app;

-- Where rows of a table are fetched from, and when next.
create table opendata.table_sources (
  authority_id text not null,
  table_id uuid not null,
  data_set_id uuid not null,
  url text not null check (length(url) <= 1000 and url ~ '^https?://'),
  -- Null: told by what comes.
  format text,
  every_hours int not null check (every_hours in (1, 6, 24, 168, 720)),
  -- Null: it rests.
  next_run_at timestamptz,
  -- What the last good answer said of itself, so that the next one may say that nothing has changed.
  etag text check (length(etag) <= 500),
  last_modified text check (length(last_modified) <= 100),
  -- Since when it goes wrong; the stewards are told once.
  failing_since timestamptz,
  set_by uuid,
  set_at timestamptz not null,
  primary key (authority_id, table_id),
  foreign key (authority_id, data_set_id) references opendata.data_sets
);
create index table_sources_due on opendata.table_sources (next_run_at) where next_run_at is not null;
alter table opendata.table_sources enable row level security;
create policy table_sources_own on opendata.table_sources
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy table_sources_platform on opendata.table_sources using ((select kernel.actor_purpose()) = 'opendata');
grant select, insert, update, delete on opendata.table_sources to wegweiser_app;
