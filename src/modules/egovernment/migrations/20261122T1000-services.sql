-- A municipality describes a service once and publishes it: versions never change, and each authority offers one version with its own
-- fee, contact and note from a day on.

create schema if not exists egovernment;
grant usage on schema egovernment to wegweiser_app;

-- Changes whenever something is published or offered. Processes keep what they have read of the catalogue as long as this stays the same.
create table egovernment.catalogue_revision (
  is_only boolean primary key default true check (is_only),
  revision uuid not null default gen_random_uuid()
);
insert into egovernment.catalogue_revision default values;
alter table egovernment.catalogue_revision enable row level security;
create policy catalogue_revision_read on egovernment.catalogue_revision for select using (true);
create policy catalogue_revision_renew on egovernment.catalogue_revision for update
  using ((select kernel.actor_kind()) in ('system', 'staff'));
grant select, update on egovernment.catalogue_revision to wegweiser_app;

create function egovernment.renew_catalogue() returns trigger language plpgsql as $$
begin
  update egovernment.catalogue_revision set revision = gen_random_uuid();
  return null;
end
$$;

-- The occasions in life under which people look for services.
create table egovernment.life_situations (
  id text primary key check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  position int not null,
  title jsonb not null,
  icon text not null
);
alter table egovernment.life_situations enable row level security;
create policy life_situations_read on egovernment.life_situations for select using (true);
create policy life_situations_write on egovernment.life_situations
  using ((select kernel.actor_purpose()) in ('content', 'publishing'));
grant select, insert, update, delete on egovernment.life_situations to wegweiser_app;
create trigger renew_catalogue after insert or update or delete on egovernment.life_situations
  for each statement execute function egovernment.renew_catalogue();

create table egovernment.services (
  id text primary key check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
alter table egovernment.services enable row level security;
create policy services_read on egovernment.services for select using (true);
create policy services_add on egovernment.services for insert with check ((select kernel.actor_purpose()) in ('content', 'publishing'));
grant select, insert on egovernment.services to wegweiser_app;

-- What is being prepared; nobody outside sees it.
create table egovernment.service_drafts (
  service_id text primary key references egovernment.services,
  definition jsonb not null,
  checksum text not null,
  imported_at timestamptz not null
);
alter table egovernment.service_drafts enable row level security;
create policy service_drafts_all on egovernment.service_drafts using ((select kernel.actor_purpose()) in ('content', 'publishing'));
grant select, insert, update on egovernment.service_drafts to wegweiser_app;

-- What was published. `format` is the version of the definition's own shape.
create table egovernment.service_versions (
  id uuid primary key,
  service_id text not null references egovernment.services,
  number int not null check (number > 0),
  format int not null default 1,
  definition jsonb not null,
  checksum text not null,
  published_at timestamptz not null,
  unique (service_id, number),
  unique (service_id, id)
);
alter table egovernment.service_versions enable row level security;
create policy service_versions_read on egovernment.service_versions for select using (true);
create policy service_versions_add on egovernment.service_versions for insert
  with check ((select kernel.actor_purpose()) in ('content', 'publishing'));
-- No update and no delete: cases rest on what people were asked.
grant select, insert on egovernment.service_versions to wegweiser_app;

create function egovernment.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a published version never changes' using errcode = 'restrict_violation';
end
$$;
create trigger never_changes before update or delete on egovernment.service_versions
  for each row execute function egovernment.refuse_change();
create trigger renew_catalogue after insert on egovernment.service_versions
  for each statement execute function egovernment.renew_catalogue();

-- Who offers which version from when to when (`valid_to` is the last day), with what is its own.
create table egovernment.service_offers (
  authority_id text not null references kernel.authorities,
  service_id text not null,
  valid_from date not null,
  valid_to date,
  version_id uuid not null,
  overrides jsonb not null default '{}',
  primary key (authority_id, service_id, valid_from),
  foreign key (service_id, version_id) references egovernment.service_versions (service_id, id),
  check (valid_from <= valid_to),
  constraint service_offers_one_at_a_time exclude using gist (
    authority_id kernel.gist_text_ops with =,
    service_id kernel.gist_text_ops with =,
    daterange(valid_from, valid_to, '[]') with &&
  )
);
create index service_offers_service on egovernment.service_offers (service_id, version_id);
alter table egovernment.service_offers enable row level security;
create policy service_offers_read on egovernment.service_offers for select using (true);
create policy service_offers_publish on egovernment.service_offers
  using ((select kernel.actor_purpose()) in ('content', 'publishing'));
create policy service_offers_own on egovernment.service_offers
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
grant select, insert, update on egovernment.service_offers to wegweiser_app;
create trigger renew_catalogue after insert or update on egovernment.service_offers
  for each statement execute function egovernment.renew_catalogue();
