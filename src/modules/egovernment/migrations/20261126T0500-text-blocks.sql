-- An authority keeps the sentences it writes again and again, so that its clerks write them alike in four languages.

create table egovernment.text_blocks (
  authority_id text not null references kernel.authorities,
  id uuid not null,
  -- Null: for every service, for every unit.
  service_id text,
  unit_id text,
  title text not null check (length(title) between 1 and 120),
  -- By language; at least one.
  texts jsonb not null check (jsonb_typeof(texts) = 'object' and texts <> '{}' and length(texts::text) <= 40000),
  changed_by uuid not null,
  changed_at timestamptz not null,
  -- What is retired is no longer offered; what was written with it stays as it is.
  retired_at timestamptz,
  primary key (authority_id, id)
);
create index text_blocks_by_title on egovernment.text_blocks (authority_id, title, id);
create index text_blocks_in_use on egovernment.text_blocks (authority_id, title, id) where retired_at is null;
alter table egovernment.text_blocks enable row level security;
create policy text_blocks_read on egovernment.text_blocks for select
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy text_blocks_add on egovernment.text_blocks for insert
  with check (authority_id = any ((select kernel.actor_authorities())::text[]) and changed_by = (select kernel.actor_staff()));
create policy text_blocks_change on egovernment.text_blocks for update
  using (authority_id = any ((select kernel.actor_authorities())::text[]))
  with check (authority_id = any ((select kernel.actor_authorities())::text[]) and changed_by = (select kernel.actor_staff()));
grant select, insert, update (service_id, unit_id, title, texts, changed_by, changed_at, retired_at)
  on egovernment.text_blocks to wegweiser_app;
