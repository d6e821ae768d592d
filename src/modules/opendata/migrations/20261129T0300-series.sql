-- A series is a record of its own: an authority says what it is and who answers for it, chooses its data sets and their order, and two persons publish it.

create table opendata.series (
  authority_id text not null references kernel.authorities,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 64),
  origin text not null check (origin in ('steward', 'platform', 'harvest')),
  title text not null,
  format int not null default 1,
  metadata jsonb not null,
  -- Counts what was saved or chosen; whoever saves or publishes names the one that she has read.
  revision int not null default 1 check (revision > 0),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  -- Who changed it last: somebody else publishes it.
  changed_by uuid,
  -- The catalogue of others that it comes from, and what it is called there.
  source_id uuid,
  source_key text,
  -- Since when it is not named there any more.
  missing_since timestamptz,
  primary key (authority_id, id),
  unique (authority_id, slug),
  unique (authority_id, source_id, source_key),
  foreign key (authority_id, source_id) references opendata.harvest_sources on delete set null (source_id),
  check (source_id is null or source_key is not null)
);
create index series_list on opendata.series (authority_id, changed_at desc, id);

-- The data sets chosen into it at the desk, drafts among them, in the order that was chosen.
create table opendata.series_data_sets (
  authority_id text not null,
  series_id uuid not null,
  data_set_id uuid not null,
  position int not null,
  primary key (authority_id, series_id, data_set_id),
  foreign key (authority_id, series_id) references opendata.series on delete cascade,
  foreign key (authority_id, data_set_id) references opendata.data_sets on delete cascade
);
create index series_data_sets_of on opendata.series_data_sets (authority_id, data_set_id);

-- What everybody sees. A withdrawn one stays, so that its address can say so.
create table opendata.published_series (
  authority_id text not null,
  id uuid not null,
  slug text not null,
  origin text not null,
  format int not null default 1,
  metadata jsonb not null,
  -- Of the record at the desk that was published.
  revision int not null,
  published_at timestamptz not null,
  changed_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (authority_id, id),
  unique (authority_id, slug),
  foreign key (authority_id, id) references opendata.series
);
create index published_series_id on opendata.published_series (id);

create table opendata.series_members (
  authority_id text not null,
  series_id uuid not null,
  data_set_id uuid not null,
  position int not null,
  primary key (authority_id, series_id, data_set_id),
  foreign key (authority_id, series_id) references opendata.published_series,
  foreign key (authority_id, data_set_id) references opendata.data_sets on delete cascade
);
create index series_members_data_set on opendata.series_members (data_set_id);
create index series_members_series on opendata.series_members (series_id, position);

do $$
declare
  one text;
begin
  foreach one in array array['series', 'series_data_sets', 'published_series', 'series_members'] loop
    execute format('alter table opendata.%I enable row level security', one);
    execute format('create policy %s_own on opendata.%I using (authority_id = any ((select kernel.actor_authorities())::text[]))', one, one);
    execute format('create policy %s_platform on opendata.%I using ((select kernel.actor_purpose()) = ''opendata'')', one, one);
  end loop;
end
$$;
create policy published_series_read on opendata.published_series for select using (true);
create policy series_members_read on opendata.series_members for select using (true);
grant select, insert, update on opendata.series, opendata.published_series to wegweiser_app;
grant select, insert, delete on opendata.series_data_sets to wegweiser_app;
grant select, insert, update (position), delete on opendata.series_members to wegweiser_app;

-- Until now a series was a word that data sets had in common: each becomes a record that says no more than was known, with its data sets in no order.
with told as (
  select authority_id, id as data_set_id, metadata, metadata ->> 'series' as slug, created_at from opendata.data_sets where metadata ? 'series'
  union all
  select p.authority_id, p.id, p.metadata, p.metadata ->> 'series', d.created_at
  from opendata.published_data_sets p join opendata.data_sets d using (authority_id, id) where p.metadata ? 'series'
), first as (
  select distinct on (authority_id, slug) authority_id, slug, metadata,
    upper(left(slug, 1)) || replace(substr(slug, 2), '-', ' ') as name
  from told order by authority_id, slug, created_at, data_set_id
)
insert into opendata.series (authority_id, id, slug, origin, title, metadata, created_at, changed_at)
  select authority_id, gen_random_uuid(), slug, 'steward', name,
    jsonb_build_object('title', jsonb_build_object('de', name), 'description', jsonb_build_object('de', name), 'themes', metadata -> 'themes',
      'frequency', metadata -> 'frequency', 'contact', metadata -> 'contact', 'order', 'none'),
    now(), now()
  from first;

insert into opendata.series_data_sets (authority_id, series_id, data_set_id, position)
  select s.authority_id, s.id, d.id, row_number() over (partition by s.authority_id, s.id order by d.slug)
  from opendata.data_sets d join opendata.series s on s.authority_id = d.authority_id and s.slug = d.metadata ->> 'series';

insert into opendata.published_series (authority_id, id, slug, origin, metadata, revision, published_at, changed_at)
  select s.authority_id, s.id, s.slug, s.origin, s.metadata, s.revision, now(), now()
  from opendata.series s
  where exists (select from opendata.published_data_sets p where p.authority_id = s.authority_id and p.metadata ->> 'series' = s.slug);

insert into opendata.series_members (authority_id, series_id, data_set_id, position)
  select s.authority_id, s.id, p.id, row_number() over (partition by s.authority_id, s.id order by p.slug)
  from opendata.published_data_sets p join opendata.published_series s on s.authority_id = p.authority_id and s.slug = p.metadata ->> 'series';

update opendata.data_sets set metadata = metadata - 'series' where metadata ? 'series';
update opendata.published_data_sets set metadata = metadata - 'series' where metadata ? 'series';

-- A data set is found by its series, and by nothing but those that are public. The database keeps this itself, so that it cannot be forgotten.
create function opendata.series_of(of_authority text, of_data_set uuid) returns text[] language sql stable
  return array(
    select s.slug from opendata.series_members m join opendata.published_series s on s.authority_id = m.authority_id and s.id = m.series_id
    where m.authority_id = of_authority and m.data_set_id = of_data_set and s.withdrawn_at is null order by s.slug);

drop index opendata.published_data_sets_facets;
alter table opendata.published_data_sets drop column facets;
drop function opendata.facets_of(text, jsonb);
create function opendata.facets_of(authority_id text, metadata jsonb, series text[]) returns text[]
  language sql immutable parallel safe
  return array(
    select distinct facet from (
      select 'authority:' || authority_id
      union all select 'theme:' || theme from jsonb_array_elements_text(metadata -> 'themes') as theme
      union all select 'frequency:' || (metadata ->> 'frequency')
      union all select 'licence:' || (metadata ->> 'licence')
      union all select 'series:' || one || '@' || authority_id from unnest(series) as one
      union all
      select 'format:' || format
      from jsonb_array_elements(metadata -> 'distributions') as one,
        unnest(case one ->> 'kind'
          when 'table' then array['CSV', 'XLSX', 'JSON', 'PARQUET',
            case when jsonb_path_exists(one, '$.columns[*] ? (@.type == "geometry")') then 'GEOJSON' end]
          when 'service' then array[coalesce(one ->> 'format', 'API')]
          else array[one ->> 'format'] end) as format
    ) as facets(facet) where facet is not null);
alter table opendata.published_data_sets
  add column series text[] not null default '{}',
  add column facets text[] not null generated always as (opendata.facets_of(authority_id, metadata, series)) stored;
update opendata.published_data_sets set series = opendata.series_of(authority_id, id)
  where id in (select data_set_id from opendata.series_members);
create index published_data_sets_facets on opendata.published_data_sets using gin (facets) where withdrawn_at is null;

create function opendata.name_series() returns trigger language plpgsql as $$
begin
  new.series := opendata.series_of(new.authority_id, new.id);
  return new;
end
$$;
create trigger name_series before insert on opendata.published_data_sets
  for each row execute function opendata.name_series();

create function opendata.name_series_of_members() returns trigger language plpgsql as $$
begin
  update opendata.published_data_sets p set series = opendata.series_of(p.authority_id, p.id)
  from moved where p.authority_id = moved.authority_id and p.id = moved.data_set_id
    and p.series is distinct from opendata.series_of(p.authority_id, p.id);
  return null;
end
$$;
create trigger name_series_new after insert on opendata.series_members
  referencing new table as moved for each statement execute function opendata.name_series_of_members();
create trigger name_series_gone after delete on opendata.series_members
  referencing old table as moved for each statement execute function opendata.name_series_of_members();

create function opendata.name_series_of_all() returns trigger language plpgsql as $$
begin
  update opendata.published_data_sets p set series = opendata.series_of(p.authority_id, p.id)
  from opendata.series_members m where m.authority_id = new.authority_id and m.series_id = new.id
    and p.authority_id = m.authority_id and p.id = m.data_set_id
    and p.series is distinct from opendata.series_of(p.authority_id, p.id);
  return null;
end
$$;
create trigger name_series_all after update on opendata.published_series
  for each row when (old.withdrawn_at is distinct from new.withdrawn_at) execute function opendata.name_series_of_all();

create trigger renew_catalogue after insert or update on opendata.published_series
  for each statement execute function opendata.renew_catalogue();
create trigger renew_catalogue after insert or update or delete on opendata.series_members
  for each statement execute function opendata.renew_catalogue();
