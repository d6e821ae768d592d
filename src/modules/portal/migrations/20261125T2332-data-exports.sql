-- A person takes everything about her with her in one file. How often is counted, so that nobody loads the system with it.

create table portal.data_exports (
  id uuid primary key,
  party_id uuid not null,
  at timestamptz not null
);
create index data_exports_party on portal.data_exports (party_id, at);
alter table portal.data_exports enable row level security;
create policy data_exports_own on portal.data_exports
  using ((select kernel.actor_kind()) = 'person' and party_id = (select kernel.actor_own_party()))
  with check ((select kernel.actor_kind()) = 'person' and party_id = (select kernel.actor_own_party()));
create policy data_exports_closing on portal.data_exports for all using ((select kernel.actor_purpose()) = 'sign-in');
grant select, insert, delete on portal.data_exports to wegweiser_app;
