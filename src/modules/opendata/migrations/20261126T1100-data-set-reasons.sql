-- Why a data set was given back to be changed, or taken back from the public: whoever prepares it reads it at the desk.
create table opendata.data_set_reasons (
  authority_id text not null,
  data_set_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('returned', 'withdrawn')),
  reason text not null check (length(reason) between 1 and 1000),
  at timestamptz not null,
  by uuid,
  primary key (authority_id, data_set_id, id),
  foreign key (authority_id, data_set_id) references opendata.data_sets
);
alter table opendata.data_set_reasons enable row level security;
create policy data_set_reasons_own on opendata.data_set_reasons
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy data_set_reasons_platform on opendata.data_set_reasons using ((select kernel.actor_purpose()) = 'opendata');
grant select, insert on opendata.data_set_reasons to wegweiser_app;

-- The desk lists data sets in one state, those last changed on top.
create index data_sets_by_state on opendata.data_sets (authority_id, state, changed_at desc, id);
