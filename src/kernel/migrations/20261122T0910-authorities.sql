-- Each municipality and the canton get their place: who they are, which units work for whom, who continued a closed municipality,
-- and which unit is in charge of a service on which day.

-- Open and closed authorities. What comes from `content/` is imported by the owner; staff change how their authority presents itself.
create table kernel.authorities (
  id text primary key check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  code text not null unique check (code ~ '^[A-Z]{3}$'),
  name jsonb not null,
  kind text not null check (kind in ('canton', 'municipality')),
  bfs_number int not null unique,
  district text,
  languages text[] not null check (cardinality(languages) > 0),
  theme jsonb,
  contact jsonb,
  opening_hours jsonb,
  opened_on date,
  closed_on date,
  search_key text not null,
  content_hash text not null,
  check (opened_on <= closed_on)
);
alter table kernel.authorities enable row level security;
create policy authorities_read on kernel.authorities for select using (true);
create policy authorities_change_own on kernel.authorities for update
  using (id = any ((select kernel.actor_authorities())::text[]))
  with check (id = any ((select kernel.actor_authorities())::text[]));
grant select, update (theme, languages, contact, opening_hours) on kernel.authorities to wegweiser_app;

-- From `on_date` one authority continues the work of another that has closed.
create table kernel.authority_successions (
  from_id text primary key references kernel.authorities,
  to_id text not null references kernel.authorities,
  on_date date not null,
  check (from_id <> to_id)
);
create index authority_successions_to on kernel.authority_successions (to_id);
alter table kernel.authority_successions enable row level security;
create policy successions_read on kernel.authority_successions for select using (true);
grant select on kernel.authority_successions to wegweiser_app;

create table kernel.units (
  authority_id text not null references kernel.authorities,
  id text not null check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  kind text not null,
  name jsonb not null,
  contact jsonb,
  opening_hours jsonb,
  inbox_email text not null,
  source text,
  primary key (authority_id, id),
  unique (authority_id, id, kind)
);
alter table kernel.units enable row level security;
create policy units_read on kernel.units for select using (true);
create policy units_add_own on kernel.units for insert with check (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy units_change_own on kernel.units for update
  using (authority_id = any ((select kernel.actor_authorities())::text[]))
  with check (authority_id = any ((select kernel.actor_authorities())::text[]));
grant select, insert, update (name, contact, opening_hours, inbox_email, source) on kernel.units to wegweiser_app;

-- Which unit does the work of its kind for whom: one per kind and municipality, so that competence by default is never in doubt.
-- A unit that serves another municipality rests on an agreement of both, so the owner imports it; staff rearrange what is all their own.
create table kernel.unit_serves (
  kind text not null,
  municipality_id text not null references kernel.authorities,
  authority_id text not null,
  unit_id text not null,
  primary key (kind, municipality_id),
  foreign key (authority_id, unit_id, kind) references kernel.units (authority_id, id, kind)
);
create index unit_serves_unit on kernel.unit_serves (authority_id, unit_id);
alter table kernel.unit_serves enable row level security;
create policy unit_serves_read on kernel.unit_serves for select using (true);
create policy unit_serves_change_own on kernel.unit_serves for update
  using (authority_id = any ((select kernel.actor_authorities())::text[]) and municipality_id = any ((select kernel.actor_authorities())::text[]))
  with check (authority_id = any ((select kernel.actor_authorities())::text[]) and municipality_id = any ((select kernel.actor_authorities())::text[]));
grant select, update (authority_id, unit_id) on kernel.unit_serves to wegweiser_app;

-- Who is in charge of one service in one municipality, where that is not the unit of the service's kind. `valid_to` is the last day.
create table kernel.competences (
  id uuid primary key default uuidv7(),
  service_id text not null,
  municipality_id text not null references kernel.authorities,
  authority_id text not null,
  unit_id text not null,
  valid_from date not null,
  valid_to date,
  foreign key (authority_id, unit_id) references kernel.units,
  check (valid_from <= valid_to),
  constraint competences_one_at_a_time exclude using gist (
    service_id kernel.gist_text_ops with =,
    municipality_id kernel.gist_text_ops with =,
    daterange(valid_from, valid_to, '[]') with &&
  )
);
create index competences_place on kernel.competences (municipality_id, service_id, valid_from);
create index competences_unit on kernel.competences (authority_id, unit_id);
alter table kernel.competences enable row level security;
create policy competences_read on kernel.competences for select using (true);
create policy competences_write_own on kernel.competences
  using (authority_id = any ((select kernel.actor_authorities())::text[]) and municipality_id = any ((select kernel.actor_authorities())::text[]))
  with check (authority_id = any ((select kernel.actor_authorities())::text[]) and municipality_id = any ((select kernel.actor_authorities())::text[]));
grant select, insert, update, delete on kernel.competences to wegweiser_app;
