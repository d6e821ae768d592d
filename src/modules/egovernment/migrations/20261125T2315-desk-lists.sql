-- The desk's lists get a memory: views that somebody keeps for herself, and who is away with whom in her place.

-- A view is its address; words somebody searched for (names, mostly) are never kept in it.
create table egovernment.saved_views (
  staff_id uuid not null references kernel.staff on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 60),
  search text not null check (length(search) between 1 and 1000),
  created_at timestamptz not null,
  primary key (staff_id, id),
  unique (staff_id, name)
);
alter table egovernment.saved_views enable row level security;
create policy saved_views_own on egovernment.saved_views
  using (staff_id = (select kernel.actor_staff())) with check (staff_id = (select kernel.actor_staff()));
grant select, insert, update (name), delete on egovernment.saved_views to wegweiser_app;

-- Who is away from one authority, both days included, and who stands in. Why is nobody's business and has no column.
create table egovernment.absences (
  authority_id text not null,
  id uuid not null,
  staff_id uuid not null references kernel.staff on delete cascade,
  deputy_id uuid references kernel.staff on delete set null,
  first_day date not null,
  last_day date not null,
  entered_by uuid not null,
  entered_at timestamptz not null,
  primary key (authority_id, id),
  check (first_day <= last_day),
  check (deputy_id <> staff_id),
  constraint absences_one_at_a_time exclude using gist (
    authority_id kernel.gist_text_ops with =,
    staff_id kernel.gist_uuid_ops with =,
    daterange(first_day, last_day, '[]') with &&
  )
);
create index absences_by_end on egovernment.absences (authority_id, last_day);
create index absences_of_deputy on egovernment.absences (deputy_id, last_day);
alter table egovernment.absences enable row level security;
create policy absences_read on egovernment.absences for select
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy absences_enter on egovernment.absences for insert
  with check (authority_id = any ((select kernel.actor_authorities())::text[]) and entered_by = (select kernel.actor_staff()));
create policy absences_take_back on egovernment.absences for delete
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
grant select, insert, delete on egovernment.absences to wegweiser_app;
