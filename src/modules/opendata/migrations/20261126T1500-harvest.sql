-- Catalogues of others that an authority takes over, on schedule; each run leaves its report.

create table opendata.harvest_sources (
  authority_id text not null references kernel.authorities,
  id uuid not null,
  kind text not null check (kind in ('dcat', 'ckan', 'data-package')),
  title text not null check (length(title) between 1 and 200),
  url text not null check (length(url) <= 1000 and url ~ '^https?://'),
  -- Stands for the contact where a data set names none.
  contact_name text not null check (length(contact_name) between 1 and 200),
  contact_email text not null check (length(contact_email) <= 200 and contact_email ~ '^[^@\s]+@[^@\s]+$'),
  every_hours int not null check (every_hours in (6, 24, 168)),
  created_by uuid,
  created_at timestamptz not null,
  -- Null: it rests.
  next_run_at timestamptz,
  primary key (authority_id, id),
  unique (authority_id, url)
);
create index harvest_sources_due on opendata.harvest_sources (next_run_at) where next_run_at is not null;

create table opendata.harvest_runs (
  authority_id text not null,
  source_id uuid not null,
  id uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  -- Why nothing was taken over: the end of a message's key, and where.
  fault text,
  fault_detail text,
  found int not null,
  added int not null,
  changed int not null,
  unchanged int not null,
  refused int not null,
  withdrawn int not null,
  -- The first thousand.
  findings jsonb not null,
  primary key (authority_id, source_id, id),
  foreign key (authority_id, source_id) references opendata.harvest_sources on delete cascade
);
create index harvest_runs_latest on opendata.harvest_runs (authority_id, source_id, started_at desc, id desc);

-- Which data set came from where, under the name it has there.
create table opendata.harvested_data_sets (
  authority_id text not null,
  source_id uuid not null,
  identifier text not null,
  data_set_id uuid not null,
  -- Since when the source does not name it any more.
  missing_since timestamptz,
  primary key (authority_id, source_id, identifier),
  unique (authority_id, data_set_id),
  foreign key (authority_id, source_id) references opendata.harvest_sources,
  foreign key (authority_id, data_set_id) references opendata.data_sets
);

do $$
declare
  one text;
begin
  foreach one in array array['harvest_sources', 'harvest_runs', 'harvested_data_sets'] loop
    execute format('alter table opendata.%I enable row level security', one);
    execute format('create policy %s_own on opendata.%I using (authority_id = any ((select kernel.actor_authorities())::text[]))', one, one);
    execute format('create policy %s_platform on opendata.%I using ((select kernel.actor_purpose()) = ''opendata'')', one, one);
  end loop;
end
$$;
grant select, insert, update on opendata.harvest_sources to wegweiser_app;
grant select, insert on opendata.harvest_runs to wegweiser_app;
grant select, insert, update on opendata.harvested_data_sets to wegweiser_app;
