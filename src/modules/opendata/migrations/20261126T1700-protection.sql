-- Rows on persons become public only as they are protected; what was brought lies sealed until then, and no longer than it is needed.

-- What was brought of a table and is not public: of people, or not yet said whether it is. Nobody reads it but the program, to protect it.
create table opendata.raw_rows (
  authority_id text not null,
  table_id uuid not null,
  data_set_id uuid not null,
  -- Its name in the store, sealed with a key of its own; without the key it is noise, and goes.
  file text not null,
  wrapped_key bytea,
  rows bigint not null check (rows >= 0),
  columns jsonb not null,
  kept_at timestamptz not null,
  kept_by uuid,
  expires_at timestamptz not null,
  primary key (authority_id, table_id),
  foreign key (authority_id, data_set_id) references opendata.data_sets
);
create index raw_rows_expired on opendata.raw_rows (expires_at);
alter table opendata.raw_rows enable row level security;
create policy raw_rows_own on opendata.raw_rows
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy raw_rows_platform on opendata.raw_rows using ((select kernel.actor_purpose()) = 'opendata');
grant select, insert, update, delete on opendata.raw_rows to wegweiser_app;

-- How the rows of a version were protected, and what became public when: the next version must not undo it. Holds no row that is not public.
create table opendata.protections (
  authority_id text not null,
  table_id uuid not null,
  number int not null,
  data_set_id uuid not null,
  k int not null check (k >= 5),
  counts_persons boolean not null,
  report jsonb not null,
  history bytea,
  made_at timestamptz not null,
  primary key (authority_id, table_id, number),
  foreign key (authority_id, table_id, number) references opendata.table_versions on delete cascade
);
alter table opendata.protections enable row level security;
create policy protections_own on opendata.protections
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy protections_platform on opendata.protections using ((select kernel.actor_purpose()) = 'opendata');
grant select, insert, update on opendata.protections to wegweiser_app;
