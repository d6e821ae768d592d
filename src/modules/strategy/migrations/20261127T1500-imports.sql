-- An authority brings its projects along from a table or another tool, and sees what would change before anything does.

-- What a file said, between the look at it and the decision; gone once it was taken over, or after a day. Slugs tell what is known already.
create table strategy.imports (
  authority_id text not null references kernel.authorities,
  id uuid not null,
  file_name text not null check (length(file_name) <= 200),
  projects jsonb not null check (jsonb_typeof(projects) = 'array'),
  made_at timestamptz not null,
  made_by uuid,
  primary key (authority_id, id)
);
create index imports_old on strategy.imports (authority_id, made_at);
alter table strategy.imports enable row level security;
create policy imports_own on strategy.imports using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy imports_platform on strategy.imports using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, delete on strategy.imports to wegweiser_app;
