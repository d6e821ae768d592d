-- A goal is measured by indicators that are contracts: what is counted, in which unit, from where to where, after which source, how often,
-- how sure, and which office answers for it. A changed definition is a new version and a break in the series; figures are corrected, never overwritten.

create table strategy.indicator_definitions (
  authority_id text not null,
  node_id uuid not null,
  version int not null check (version > 0),
  audience text not null,
  definition jsonb not null,
  unit jsonb not null,
  direction text not null check (direction in ('up', 'down', 'hold')),
  baseline double precision,
  baseline_period text check (baseline_period ~ '^\d{4}(-\d{2}(-\d{2})?)?$'),
  target double precision,
  target_on date,
  -- Where its figures come from, or nothing where nobody measures yet.
  source jsonb check (jsonb_typeof(source) = 'object'),
  rhythm text not null check (rhythm in ('monthly', 'quarterly', 'half_yearly', 'yearly', 'irregular')),
  uncertainty jsonb,
  -- The office in charge, never a person.
  owner text not null check (length(owner) between 1 and 200),
  -- What the platform counts by itself.
  counter text check (counter in ('services_online', 'filed_digitally', 'days_to_decision', 'drafts_given_up', 'data_sets', 'data_set_quality')),
  valid_from date not null,
  reason text check (length(reason) <= 2000),
  made_at timestamptz not null,
  made_by uuid,
  primary key (authority_id, node_id, version),
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade
);
alter table strategy.indicator_definitions enable row level security;
create policy indicator_definitions_read on strategy.indicator_definitions for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy indicator_definitions_own on strategy.indicator_definitions
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy indicator_definitions_platform on strategy.indicator_definitions using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert on strategy.indicator_definitions to wegweiser_app;

-- One figure of a series (such as a channel or an authority; empty for the whole) for a year, month or day. A correction is another row with the
-- next `take`, with who, when and why; the highest take holds.
create table strategy.observations (
  authority_id text not null,
  node_id uuid not null,
  series text not null check (series = '' or series ~ '^[a-z0-9]+([._-][a-z0-9]+)*$'),
  period text not null check (period ~ '^\d{4}(-\d{2}(-\d{2})?)?$'),
  take int not null check (take > 0),
  version int not null,
  audience text not null,
  value double precision not null,
  -- As the source qualifies it: about, nearly, at least, over.
  qualifier text check (qualifier in ('at_least', 'about', 'nearly', 'over')),
  note jsonb,
  source jsonb not null check (jsonb_typeof(source) = 'object'),
  reason text check (length(reason) <= 2000),
  made_at timestamptz not null,
  made_by uuid,
  primary key (authority_id, node_id, series, period, take),
  foreign key (authority_id, node_id, version) references strategy.indicator_definitions,
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade,
  check (take = 1 or reason is not null)
);
alter table strategy.observations enable row level security;
create policy observations_read on strategy.observations for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy observations_own on strategy.observations using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy observations_platform on strategy.observations using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert on strategy.observations to wegweiser_app;
