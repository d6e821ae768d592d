-- An authority keeps data sets, has them checked and reviewed, and publishes them; every version of the rows stays at its address.

create schema opendata;
grant usage on schema opendata to wegweiser_app;

-- Changes whenever something is published or withdrawn; with the commit, processes that remember are told.
create table opendata.catalogue_revision (
  is_only boolean primary key default true check (is_only),
  revision uuid not null default gen_random_uuid(),
  changed_at timestamptz not null default now()
);
insert into opendata.catalogue_revision default values;
alter table opendata.catalogue_revision enable row level security;
create policy catalogue_revision_read on opendata.catalogue_revision for select using (true);
create policy catalogue_revision_renew on opendata.catalogue_revision for update
  using ((select kernel.actor_kind()) in ('system', 'staff'));
grant select, update on opendata.catalogue_revision to wegweiser_app;

create function opendata.renew_catalogue() returns trigger language plpgsql as $$
begin
  update opendata.catalogue_revision set revision = gen_random_uuid(), changed_at = now();
  perform pg_notify('wegweiser_content', '');
  return null;
end
$$;

-- The workbench: what an authority is preparing, and what it stands at. `revision` guards against two people saving over each other.
create table opendata.data_sets (
  authority_id text not null references kernel.authorities,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 64),
  origin text not null check (origin in ('steward', 'platform', 'harvest')),
  state text not null check (state in ('draft', 'in_review', 'published', 'withdrawn')),
  title text not null,
  format int not null default 1,
  metadata jsonb not null,
  revision int not null default 1 check (revision > 0),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by uuid,
  -- Who asked for publication: another person has to agree.
  submitted_by uuid,
  submitted_at timestamptz,
  primary key (authority_id, id),
  unique (authority_id, slug)
);
create index data_sets_list on opendata.data_sets (authority_id, changed_at desc, id);
alter table opendata.data_sets enable row level security;
create policy data_sets_own on opendata.data_sets
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy data_sets_platform on opendata.data_sets using ((select kernel.actor_purpose()) = 'opendata');
grant select, insert, update, delete on opendata.data_sets to wegweiser_app;

-- What everybody sees. A withdrawn one stays, so that its address can say so.
create table opendata.published_data_sets (
  authority_id text not null,
  id uuid not null,
  slug text not null,
  origin text not null,
  format int not null default 1,
  metadata jsonb not null,
  published_at timestamptz not null,
  changed_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (authority_id, id),
  unique (authority_id, slug),
  foreign key (authority_id, id) references opendata.data_sets
);
create index published_data_sets_all on opendata.published_data_sets (authority_id, slug) where withdrawn_at is null;
create index published_data_sets_changed on opendata.published_data_sets (changed_at desc, id);
alter table opendata.published_data_sets enable row level security;
create policy published_data_sets_read on opendata.published_data_sets for select using (true);
create policy published_data_sets_own on opendata.published_data_sets
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy published_data_sets_platform on opendata.published_data_sets
  using ((select kernel.actor_purpose()) = 'opendata');
grant select, insert, update on opendata.published_data_sets to wegweiser_app;
create trigger renew_catalogue after insert or update on opendata.published_data_sets
  for each statement execute function opendata.renew_catalogue();

-- By the id of a distribution alone (CKAN's resource), its data set.
create table opendata.published_distributions (
  id uuid primary key,
  authority_id text not null,
  data_set_id uuid not null,
  slug text not null,
  position int not null,
  unique (authority_id, data_set_id, slug),
  foreign key (authority_id, data_set_id) references opendata.published_data_sets
);
alter table opendata.published_distributions enable row level security;
create policy published_distributions_read on opendata.published_distributions for select using (true);
create policy published_distributions_own on opendata.published_distributions
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy published_distributions_platform on opendata.published_distributions
  using ((select kernel.actor_purpose()) = 'opendata');
grant select, insert, update, delete on opendata.published_distributions to wegweiser_app;

-- Versions of the rows. They never change but to be published.
create table opendata.table_versions (
  authority_id text not null,
  data_set_id uuid not null,
  table_id uuid not null,
  number int not null check (number > 0),
  file text not null unique,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes > 0),
  rows bigint not null check (rows >= 0),
  columns jsonb not null,
  changes jsonb,
  note text,
  made_at timestamptz not null,
  made_by uuid,
  published_at timestamptz,
  primary key (authority_id, table_id, number),
  foreign key (authority_id, data_set_id) references opendata.data_sets
);
create index table_versions_data_set on opendata.table_versions (authority_id, data_set_id, table_id, number desc);
create index table_versions_table on opendata.table_versions (table_id, number desc) where published_at is not null;
alter table opendata.table_versions enable row level security;
create policy table_versions_read on opendata.table_versions for select using (published_at is not null);
create policy table_versions_own on opendata.table_versions
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy table_versions_platform on opendata.table_versions using ((select kernel.actor_purpose()) = 'opendata');
grant select, insert, update (published_at) on opendata.table_versions to wegweiser_app;
create trigger renew_catalogue after update on opendata.table_versions
  for each statement execute function opendata.renew_catalogue();

-- What happened to a data set, in the order it happened: feeds and the change log read it.
create table opendata.data_set_changes (
  authority_id text not null,
  data_set_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('published', 'changed', 'rows', 'withdrawn')),
  at timestamptz not null,
  detail jsonb not null default '{}',
  primary key (authority_id, data_set_id, id),
  foreign key (authority_id, data_set_id) references opendata.published_data_sets
);
create index data_set_changes_recent on opendata.data_set_changes (at desc, id);
create index data_set_changes_authority on opendata.data_set_changes (authority_id, at desc, id);
alter table opendata.data_set_changes enable row level security;
create policy data_set_changes_read on opendata.data_set_changes for select using (true);
create policy data_set_changes_own on opendata.data_set_changes for insert
  with check (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy data_set_changes_platform on opendata.data_set_changes for insert
  with check ((select kernel.actor_purpose()) = 'opendata');
grant select, insert on opendata.data_set_changes to wegweiser_app;

-- What the gate found, each time it looked.
create table opendata.gate_reports (
  authority_id text not null,
  data_set_id uuid not null,
  id uuid not null,
  made_at timestamptz not null,
  is_fit boolean not null,
  findings jsonb not null,
  -- Of the metadata and the versions that were looked at, so that what changed since is not let through.
  fingerprint text not null,
  primary key (authority_id, data_set_id, id),
  foreign key (authority_id, data_set_id) references opendata.data_sets
);
create index gate_reports_latest on opendata.gate_reports (authority_id, data_set_id, made_at desc);
alter table opendata.gate_reports enable row level security;
create policy gate_reports_own on opendata.gate_reports
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy gate_reports_platform on opendata.gate_reports using ((select kernel.actor_purpose()) = 'opendata');
grant select, insert on opendata.gate_reports to wegweiser_app;
