-- An authority whose own law says so keeps the cases of a service shorter or longer than the service itself says.

create table egovernment.retention_rules (
  authority_id text not null references kernel.authorities,
  id uuid not null,
  service_id text not null references egovernment.services,
  years int not null check (years between 0 and 200),
  -- The legal source, such as an article.
  source text not null check (length(source) between 1 and 300),
  set_by uuid not null,
  set_at timestamptz not null,
  ended_by uuid,
  ended_at timestamptz,
  primary key (authority_id, id),
  check ((ended_at is null) = (ended_by is null))
);
create unique index retention_rules_in_force on egovernment.retention_rules (authority_id, service_id) where ended_at is null;
-- The ended cases of a service, whose last day is noted anew when its rule changes.
create index cases_ended_of_service on egovernment.cases (authority_id, service_id)
  where status in ('closed', 'withdrawn') and erased_at is null;

alter table egovernment.retention_rules enable row level security;
create policy retention_rules_read on egovernment.retention_rules for select
  using (authority_id = any ((select kernel.actor_authorities())::text[]) or (select kernel.actor_purpose()) = 'retention-days');
create policy retention_rules_set on egovernment.retention_rules for insert
  with check (authority_id = any ((select kernel.actor_authorities())::text[]) and set_by = (select kernel.actor_staff()) and ended_at is null);
create policy retention_rules_end on egovernment.retention_rules for update
  using (authority_id = any ((select kernel.actor_authorities())::text[]) and ended_at is null)
  with check (authority_id = any ((select kernel.actor_authorities())::text[]) and ended_by = (select kernel.actor_staff()));
grant select, insert, update (ended_by, ended_at) on egovernment.retention_rules to wegweiser_app;
