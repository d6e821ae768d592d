-- Everybody sees that the rows of a table come by themselves, how often, and when last; where from stays at the desk.
create table opendata.table_arrivals (
  authority_id text not null,
  table_id uuid not null,
  data_set_id uuid not null,
  way text not null check (way in ('put', 'add', 'fetch')),
  -- Of what is fetched.
  every_hours int check (every_hours > 0),
  at timestamptz not null,
  primary key (authority_id, table_id),
  foreign key (authority_id, data_set_id) references opendata.published_data_sets
);
create index table_arrivals_data_set on opendata.table_arrivals (authority_id, data_set_id);
alter table opendata.table_arrivals enable row level security;
create policy table_arrivals_read on opendata.table_arrivals for select using (true);
create policy table_arrivals_own on opendata.table_arrivals
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy table_arrivals_platform on opendata.table_arrivals using ((select kernel.actor_purpose()) = 'opendata');
grant select, insert, update, delete on opendata.table_arrivals to wegweiser_app;

-- Why rows were not taken, in all languages, where a fixed reason does not say enough.
alter table opendata.deliveries add column said jsonb;
