-- An authority runs its projects after HERMES and knows its money: phases and milestones, decisions at gates with their conditions, risks,
-- people to be won, contracts, reports that stay as they were; credits with their yearly tranches and what each month cost.

alter table strategy.projects
  -- What it is good for and for whom, in plain words; what it is for stands in the node's text.
  add column benefit jsonb,
  add column proposed_by text check (length(proposed_by) <= 200),
  -- The whole budget in Rappen, as decided, and the days of work of the own people; empty where nobody has said.
  add column budget bigint check (budget >= 0),
  add column effort_days int check (effort_days >= 0);

-- What was planned for a phase, and when it began and ended. `released` is what the gate set free for it.
create table strategy.project_phases (
  authority_id text not null,
  node_id uuid not null,
  audience text not null,
  phase text not null check (phase in ('initiation', 'concept', 'realisation', 'introduction', 'execution', 'closure')),
  planned_from date not null,
  planned_to date not null,
  begun_on date,
  ended_on date,
  budget bigint check (budget >= 0),
  released bigint check (released >= 0),
  primary key (authority_id, node_id, phase),
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade,
  check (planned_from <= planned_to),
  check (begun_on <= ended_on)
);
alter table strategy.project_phases enable row level security;
create policy project_phases_read on strategy.project_phases for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy project_phases_own on strategy.project_phases using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy project_phases_platform on strategy.project_phases using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.project_phases to wegweiser_app;

-- A milestone is reached or not; its weight says how much of the whole is then done. `gate`: it is reached by a decision.
create table strategy.milestones (
  authority_id text not null,
  id uuid not null,
  node_id uuid not null,
  audience text not null,
  title jsonb not null,
  phase text not null check (phase in ('idea', 'impulse', 'initiation', 'concept', 'realisation', 'introduction', 'execution', 'closure')),
  gate text check (gate in ('is10', 'is15', 'ms20', 'realisation', 'introduction', 'execution', 'release', 'closure', 'end')),
  weight int not null check (weight between 0 and 10000),
  planned_on date not null,
  forecast_on date,
  reached_on date,
  -- `[{ "text": "…", "isDone": false }]`
  checks jsonb not null default '[]' check (jsonb_typeof(checks) = 'array'),
  primary key (authority_id, id),
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade
);
create index milestones_project on strategy.milestones (authority_id, node_id, planned_on, id);
create index milestones_due on strategy.milestones (authority_id, planned_on, id) where reached_on is null;
alter table strategy.milestones enable row level security;
create policy milestones_read on strategy.milestones for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy milestones_own on strategy.milestones using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy milestones_platform on strategy.milestones using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.milestones to wegweiser_app;

-- What was decided at a gate, by which office; never changed afterwards. Whether conditions are met is written beside them.
create table strategy.gate_decisions (
  authority_id text not null,
  id uuid not null,
  node_id uuid not null,
  audience text not null,
  gate text not null check (gate in ('is10', 'is15', 'ms20', 'realisation', 'introduction', 'execution', 'release', 'closure', 'end')),
  outcome text not null check (outcome in ('approved', 'with_conditions', 'refused', 'deferred', 'stopped')),
  phase_before text not null,
  phase_after text not null,
  decided_on date not null,
  decided_by text not null check (length(decided_by) between 1 and 200),
  reason text not null check (length(reason) between 1 and 4000),
  released bigint check (released >= 0),
  checks jsonb not null default '[]' check (jsonb_typeof(checks) = 'array'),
  made_at timestamptz not null,
  made_by uuid,
  primary key (authority_id, id),
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade
);
create index gate_decisions_project on strategy.gate_decisions (authority_id, node_id, decided_on, id);
alter table strategy.gate_decisions enable row level security;
create policy gate_decisions_read on strategy.gate_decisions for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy gate_decisions_own on strategy.gate_decisions using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy gate_decisions_platform on strategy.gate_decisions using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert on strategy.gate_decisions to wegweiser_app;

create table strategy.gate_conditions (
  authority_id text not null,
  id uuid not null,
  node_id uuid not null,
  decision_id uuid not null,
  text text not null check (length(text) between 1 and 1000),
  owner text not null check (length(owner) between 1 and 200),
  due_on date not null,
  met_on date,
  met_note text check (length(met_note) <= 1000),
  primary key (authority_id, id),
  foreign key (authority_id, decision_id) references strategy.gate_decisions,
  foreign key (authority_id, node_id) references strategy.nodes
);
create index gate_conditions_project on strategy.gate_conditions (authority_id, node_id, due_on, id);
create index gate_conditions_open on strategy.gate_conditions (authority_id, due_on, id) where met_on is null;
create index gate_conditions_decision on strategy.gate_conditions (authority_id, decision_id);
alter table strategy.gate_conditions enable row level security;
create policy gate_conditions_own on strategy.gate_conditions using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy gate_conditions_platform on strategy.gate_conditions using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.gate_conditions to wegweiser_app;

-- Probability and impact from 1 to 4; only the own authority reads them.
create table strategy.risks (
  authority_id text not null,
  id uuid not null,
  node_id uuid not null,
  title text not null check (length(title) between 1 and 200),
  text text check (length(text) <= 4000),
  probability smallint not null check (probability between 1 and 4),
  impact smallint not null check (impact between 1 and 4),
  measure text check (length(measure) <= 2000),
  owner text not null check (length(owner) between 1 and 200),
  state text not null check (state in ('open', 'treated', 'occurred', 'closed')),
  review_on date,
  primary key (authority_id, id),
  foreign key (authority_id, node_id) references strategy.nodes
);
create index risks_project on strategy.risks (authority_id, node_id, id);
create index risks_high on strategy.risks (authority_id, (probability * impact) desc, id) where state in ('open', 'occurred');
alter table strategy.risks enable row level security;
create policy risks_own on strategy.risks using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy risks_platform on strategy.risks using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.risks to wegweiser_app;

-- Change management: whom it concerns and how they stand to it, what is taught and told. Groups and offices, never persons.
create table strategy.change_measures (
  authority_id text not null,
  id uuid not null,
  node_id uuid not null,
  kind text not null check (kind in ('stakeholder', 'training', 'communication')),
  title text not null check (length(title) between 1 and 200),
  text text check (length(text) <= 2000),
  owner text not null check (length(owner) between 1 and 200),
  influence smallint check (influence between 1 and 4),
  stance text check (stance in ('supports', 'neutral', 'critical')),
  due_on date,
  done_on date,
  primary key (authority_id, id),
  foreign key (authority_id, node_id) references strategy.nodes
);
create index change_measures_project on strategy.change_measures (authority_id, node_id, kind, id);
alter table strategy.change_measures enable row level security;
create policy change_measures_own on strategy.change_measures using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy change_measures_platform on strategy.change_measures using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.change_measures to wegweiser_app;

-- Which services of the catalogue a project changes, and how.
create table strategy.project_services (
  authority_id text not null,
  node_id uuid not null,
  service_id text not null check (length(service_id) <= 100),
  audience text not null,
  effect text check (length(effect) <= 1000),
  primary key (authority_id, node_id, service_id),
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade
);
create index project_services_service on strategy.project_services (service_id, authority_id, node_id);
alter table strategy.project_services enable row level security;
create policy project_services_read on strategy.project_services for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy project_services_own on strategy.project_services using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy project_services_platform on strategy.project_services using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.project_services to wegweiser_app;

-- What is agreed with partners: a contract costs, a contribution comes in.
create table strategy.contracts (
  authority_id text not null,
  id uuid not null,
  node_id uuid not null,
  kind text not null check (kind in ('contract', 'contribution')),
  partner text not null check (length(partner) between 1 and 200),
  subject text not null check (length(subject) between 1 and 500),
  procurement text check (procurement in ('direct', 'invitation', 'open', 'selective')),
  amount bigint check (amount >= 0),
  begins_on date,
  ends_on date,
  primary key (authority_id, id),
  foreign key (authority_id, node_id) references strategy.nodes,
  check (begins_on <= ends_on)
);
create index contracts_project on strategy.contracts (authority_id, node_id, id);
create index contracts_end on strategy.contracts (authority_id, ends_on, id) where ends_on is not null;
alter table strategy.contracts enable row level security;
create policy contracts_own on strategy.contracts using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy contracts_platform on strategy.contracts using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.contracts to wegweiser_app;

-- How an idea was scored, from 1 to 4 each; benefit and effort for the overview of all ideas.
create table strategy.idea_scores (
  authority_id text not null,
  node_id uuid not null,
  future_value smallint check (future_value between 1 and 4),
  internal_benefit smallint check (internal_benefit between 1 and 4),
  resource_efficiency smallint check (resource_efficiency between 1 and 4),
  risk_reduction smallint check (risk_reduction between 1 and 4),
  legislature smallint check (legislature between 1 and 4),
  urgency smallint check (urgency between 1 and 4),
  risk_degree smallint check (risk_degree between 1 and 4),
  reason text check (length(reason) <= 2000),
  scored_on date not null,
  scored_by text not null check (length(scored_by) between 1 and 200),
  primary key (authority_id, node_id),
  foreign key (authority_id, node_id) references strategy.nodes
);
alter table strategy.idea_scores enable row level security;
create policy idea_scores_own on strategy.idea_scores using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy idea_scores_platform on strategy.idea_scores using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.idea_scores to wegweiser_app;

-- How a project stands, as its lead and as somebody independent see it. Once frozen, a report stays as it is; `figures` are those of its day.
-- The public reads frozen half-year reports of public projects.
create table strategy.status_reports (
  authority_id text not null,
  id uuid not null,
  node_id uuid not null,
  audience text not null,
  kind text not null check (kind in ('status', 'half_year')),
  as_of date not null,
  summary text not null check (length(summary) between 1 and 4000),
  own_rating text not null check (own_rating in ('good', 'watch', 'critical')),
  own_reason text not null check (length(own_reason) between 1 and 2000),
  independent_rating text check (independent_rating in ('good', 'watch', 'critical')),
  independent_reason text check (length(independent_reason) between 1 and 2000),
  independent_by text check (length(independent_by) between 1 and 200),
  figures jsonb not null default '{}',
  made_at timestamptz not null,
  made_by uuid,
  frozen_at timestamptz,
  primary key (authority_id, id),
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade,
  check ((independent_rating is null) = (independent_reason is null)),
  check ((independent_rating is null) = (independent_by is null))
);
create unique index status_reports_project on strategy.status_reports (authority_id, node_id, kind, as_of desc);
create index status_reports_latest on strategy.status_reports (authority_id, node_id, as_of desc, id);
alter table strategy.status_reports enable row level security;
create policy status_reports_read on strategy.status_reports for select
  using (audience = 'public' and kind = 'half_year' and frozen_at is not null);
create policy status_reports_own on strategy.status_reports for select
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy status_reports_add on strategy.status_reports for insert
  with check (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy status_reports_change on strategy.status_reports for update
  using (frozen_at is null and authority_id = any ((select kernel.actor_authorities())::text[]))
  with check (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy status_reports_remove on strategy.status_reports for delete
  using (frozen_at is null and authority_id = any ((select kernel.actor_authorities())::text[]));
create policy status_reports_platform on strategy.status_reports using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.status_reports to wegweiser_app;

-- A credit beside its node. `special`: Sonderkredit, with `supplement` (Zusatzkredit) to it; `budget`: Budgetkredit, with `additional`
-- (Nachtragskredit) to it. Amounts in Rappen; what nobody has said is empty. `part_of_id`: known to be contained in another.
create table strategy.credits (
  authority_id text not null,
  node_id uuid not null,
  audience text not null,
  kind text not null check (kind in ('special', 'supplement', 'budget', 'additional', 'total')),
  adds_to_id uuid,
  part_of_id uuid,
  requested bigint check (requested >= 0),
  approved bigint check (approved >= 0),
  decided_on date,
  decided_by text check (length(decided_by) <= 200),
  expires_on date,
  primary key (authority_id, node_id),
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade,
  foreign key (authority_id, adds_to_id) references strategy.credits,
  foreign key (authority_id, part_of_id) references strategy.credits,
  check ((kind in ('supplement', 'additional')) = (adds_to_id is not null))
);
create index credits_list on strategy.credits (authority_id, kind, node_id);
create index credits_added on strategy.credits (authority_id, adds_to_id) where adds_to_id is not null;
alter table strategy.credits enable row level security;
create policy credits_read on strategy.credits for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy credits_own on strategy.credits using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy credits_platform on strategy.credits using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.credits to wegweiser_app;

-- What public sources say a credit was, each figure with its source; they may contradict each other and are never added up.
create table strategy.credit_figures (
  authority_id text not null,
  id uuid not null,
  credit_id uuid not null,
  audience text not null,
  about text not null check (about in ('requested', 'approved', 'cut', 'total')),
  amount bigint not null check (amount >= 0),
  precision text not null check (precision in ('exact', 'about', 'nearly', 'at_least')),
  quote text check (length(quote) <= 500),
  said_on text check (said_on ~ '^\d{4}(-\d{2}(-\d{2})?)?$'),
  source jsonb not null check (jsonb_typeof(source) = 'object'),
  primary key (authority_id, id),
  foreign key (authority_id, credit_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade
);
create index credit_figures_credit on strategy.credit_figures (authority_id, credit_id, about, id);
alter table strategy.credit_figures enable row level security;
create policy credit_figures_read on strategy.credit_figures for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy credit_figures_own on strategy.credit_figures using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy credit_figures_platform on strategy.credit_figures using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.credit_figures to wegweiser_app;

-- What of a credit is meant for which year, by account.
create table strategy.tranches (
  authority_id text not null,
  credit_id uuid not null,
  audience text not null,
  account text not null check (account in ('investment', 'operating')),
  year smallint not null check (year between 2000 and 2100),
  amount bigint not null check (amount >= 0),
  primary key (authority_id, credit_id, account, year),
  foreign key (authority_id, credit_id) references strategy.credits,
  foreign key (authority_id, credit_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade
);
alter table strategy.tranches enable row level security;
create policy tranches_read on strategy.tranches for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy tranches_own on strategy.tranches using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy tranches_platform on strategy.tranches using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.tranches to wegweiser_app;

-- A project's money in one month (its first day), of one credit and by account, in Rappen: planned; newly committed by contracts; spent;
-- and, for months to come, expected. Every expense has a credit. The audience is the project's.
create table strategy.money_months (
  authority_id text not null,
  project_id uuid not null,
  credit_id uuid not null,
  account text not null check (account in ('investment', 'operating')),
  month date not null check (extract(day from month) = 1),
  audience text not null,
  planned bigint not null default 0,
  committed bigint not null default 0,
  spent bigint not null default 0,
  expected bigint not null default 0,
  primary key (authority_id, project_id, month, account, credit_id),
  foreign key (authority_id, credit_id) references strategy.credits,
  foreign key (authority_id, project_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade
);
create index money_months_credit on strategy.money_months (authority_id, credit_id, month);
alter table strategy.money_months enable row level security;
create policy money_months_read on strategy.money_months for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy money_months_own on strategy.money_months using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy money_months_platform on strategy.money_months using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.money_months to wegweiser_app;

-- All projects of whoever may see them, by phase.
create index projects_by_phase on strategy.projects (phase, authority_id, node_id);
