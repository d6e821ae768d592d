-- The half-year report of an authority stays as it was on the day it was frozen: goals, indicators, projects, credits, what parliament asked for and
-- milestones, so that two half-years can be put beside each other.

-- `audience`: everybody, where a project that everybody may see is reported in it; else its authority alone.
create table strategy.half_years (
  authority_id text not null references kernel.authorities,
  as_of date not null check (to_char(as_of, 'MM-DD') in ('06-30', '12-31')),
  audience text not null check (audience in ('authority', 'public')),
  frozen_at timestamptz not null,
  frozen_by uuid,
  primary key (authority_id, as_of)
);
alter table strategy.half_years enable row level security;
create policy half_years_read on strategy.half_years for select using (audience = 'public');
create policy half_years_own on strategy.half_years using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy half_years_platform on strategy.half_years using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert on strategy.half_years to wegweiser_app;

-- What it says of one thing, once as its authority saw it and once as everybody did. What is withdrawn since is seen by nobody outside: the
-- audience is carried along from the node. There is no right to change a row.
create table strategy.half_year_facts (
  authority_id text not null,
  as_of date not null,
  reader text not null check (reader in ('authority', 'public')),
  part text not null check (part in ('goals', 'indicators', 'projects', 'credits', 'demands', 'milestones')),
  place int not null check (place >= 0),
  node_id uuid not null,
  audience text not null,
  facts jsonb not null check (jsonb_typeof(facts) = 'object'),
  primary key (authority_id, as_of, reader, part, place),
  foreign key (authority_id, as_of) references strategy.half_years,
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade
);
create index half_year_facts_node on strategy.half_year_facts (authority_id, node_id);
alter table strategy.half_year_facts enable row level security;
create policy half_year_facts_read on strategy.half_year_facts for select using (reader = 'public' and audience = 'public');
create policy half_year_facts_own on strategy.half_year_facts using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy half_year_facts_platform on strategy.half_year_facts using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert on strategy.half_year_facts to wegweiser_app;
