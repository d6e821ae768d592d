-- Documents of a data set that are kept here as a whole. Versions never change but to be published; a draft may go.

create table opendata.file_versions (
  authority_id text not null,
  data_set_id uuid not null,
  file_id uuid not null,
  number int not null check (number > 0),
  -- Its name in the store, and what it is called for people.
  file text not null unique,
  name text not null check (length(name) between 1 and 200),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes > 0),
  -- Code of the EU vocabulary «file-type».
  format text not null,
  made_at timestamptz not null,
  made_by uuid,
  published_at timestamptz,
  primary key (authority_id, file_id, number),
  foreign key (authority_id, data_set_id) references opendata.data_sets
);
create index file_versions_data_set on opendata.file_versions (authority_id, data_set_id, file_id, number desc);
create index file_versions_file on opendata.file_versions (file_id, number desc) where published_at is not null;
alter table opendata.file_versions enable row level security;
create policy file_versions_read on opendata.file_versions for select using (published_at is not null);
create policy file_versions_own on opendata.file_versions
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy file_versions_platform on opendata.file_versions using ((select kernel.actor_purpose()) = 'opendata');
grant select, insert, update (published_at) on opendata.file_versions to wegweiser_app;
create trigger renew_catalogue after update on opendata.file_versions
  for each statement execute function opendata.renew_catalogue();
