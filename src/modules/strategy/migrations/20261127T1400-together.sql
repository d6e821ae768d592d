-- Authorities do things together: what their projects have in common and what came of it, agreements with members, votes and shares, and what
-- parliaments asked for and what answered it.

-- How many people live there, on a day, after a source; votes and costs are weighed by it. Published like the figures it comes from.
create table strategy.populations (
  authority_id text not null references kernel.authorities,
  as_of date not null,
  inhabitants int not null check (inhabitants > 0),
  standing text not null check (standing in ('founding_text', 'public_record', 'own_record', 'unconfirmed', 'example')),
  source jsonb not null check (jsonb_typeof(source) = 'object'),
  primary key (authority_id, as_of)
);
alter table strategy.populations enable row level security;
create policy populations_read on strategy.populations for select using (true);
create policy populations_own on strategy.populations using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy populations_platform on strategy.populations using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update on strategy.populations to wegweiser_app;

-- What a project can have in common with others: `{"services": [...], "needs": [...], ...}`, and when it calls for tenders.
create table strategy.project_profiles (
  authority_id text not null,
  node_id uuid not null,
  audience text not null,
  terms jsonb not null check (jsonb_typeof(terms) = 'object'),
  tender_on date,
  primary key (authority_id, node_id),
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade
);
alter table strategy.project_profiles enable row level security;
create policy project_profiles_read on strategy.project_profiles for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy project_profiles_own on strategy.project_profiles using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy project_profiles_platform on strategy.project_profiles using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.project_profiles to wegweiser_app;

-- Two projects that have something to gain from each other. Both authorities read and move it on; staff of others where both projects are for
-- staff; everybody where both are public and it is agreed. `value` in Rappen is the latest of its savings, for the order of lists.
create table strategy.synergies (
  authority_id text not null references kernel.authorities,
  id uuid not null,
  node_id uuid not null,
  audience text not null,
  other_authority_id text not null,
  other_node_id uuid not null,
  other_audience text not null,
  kind text not null check (kind in ('duplicate', 'reuse', 'joint_procurement', 'shared_service', 'dependency', 'shared_data', 'shared_skill',
    'conflict')),
  kinds text[] not null check (cardinality(kinds) between 1 and 8),
  state text not null check (state in ('proposed', 'checked', 'agreed', 'realised', 'measured', 'rejected')),
  evidence jsonb not null check (jsonb_typeof(evidence) = 'array'),
  -- Of 1,000 who know both projects, how many would agree, as the finder reckons.
  likelihood smallint not null check (likelihood between 0 and 1000),
  value bigint not null default 0 check (value >= 0),
  agreed_by text[] not null default '{}',
  reason text check (reason in ('other_meaning', 'too_common', 'not_now', 'no_gain', 'known_already')),
  reason_note text check (length(reason_note) <= 2000),
  next_step text check (length(next_step) <= 500),
  shared_cost bigint check (shared_cost >= 0),
  cost_key text check (cost_key in ('population', 'equal', 'use', 'mixed')),
  base_share int check (base_share between 0 and 10000),
  revision int not null default 1 check (revision > 0),
  found_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (authority_id, id),
  unique (authority_id, node_id, other_authority_id, other_node_id),
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade,
  foreign key (other_authority_id, other_node_id, other_audience) references strategy.nodes (authority_id, id, audience) on update cascade,
  check ((authority_id, node_id) <> (other_authority_id, other_node_id))
);
create index synergies_list on strategy.synergies (value desc, likelihood desc, authority_id, id);
create index synergies_own on strategy.synergies (authority_id, value desc, likelihood desc, id);
create index synergies_other on strategy.synergies (other_authority_id, value desc, likelihood desc, authority_id, id);
create index synergies_node on strategy.synergies (other_authority_id, other_node_id);
alter table strategy.synergies enable row level security;
create policy synergies_read on strategy.synergies for select using (
  (audience in ('staff', 'public') and other_audience in ('staff', 'public') and (select kernel.actor_kind()) = 'staff')
  or (audience = 'public' and other_audience = 'public' and state in ('agreed', 'realised', 'measured')));
create policy synergies_own on strategy.synergies using (
  authority_id = any ((select kernel.actor_authorities())::text[]) or other_authority_id = any ((select kernel.actor_authorities())::text[]));
create policy synergies_platform on strategy.synergies using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.synergies to wegweiser_app;

-- What it saves: planned, agreed and realised apart, each with who says so; never changed, a later figure stands beside the earlier one.
create table strategy.synergy_savings (
  authority_id text not null,
  synergy_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('planned', 'agreed', 'realised')),
  amount bigint not null check (amount >= 0),
  said_on date not null,
  said_by text not null check (length(said_by) between 1 and 200),
  said_authority_id text not null,
  primary key (authority_id, id),
  foreign key (authority_id, synergy_id) references strategy.synergies
);
create index synergy_savings_list on strategy.synergy_savings (authority_id, synergy_id, said_on, id);
alter table strategy.synergy_savings enable row level security;
create policy synergy_savings_read on strategy.synergy_savings for select
  using (exists (select from strategy.synergies s where s.authority_id = synergy_savings.authority_id and s.id = synergy_id));
create policy synergy_savings_own on strategy.synergy_savings for insert
  with check (said_authority_id = any ((select kernel.actor_authorities())::text[])
    and exists (select from strategy.synergies s where s.authority_id = synergy_savings.authority_id and s.id = synergy_id
      and said_authority_id in (s.authority_id, s.other_authority_id)));
create policy synergy_savings_platform on strategy.synergy_savings using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert on strategy.synergy_savings to wegweiser_app;

-- Which step was taken when, for which authority; never changed.
create table strategy.synergy_steps (
  authority_id text not null,
  synergy_id uuid not null,
  id uuid not null,
  state text not null,
  by_authority_id text not null,
  taken_at timestamptz not null,
  primary key (authority_id, id),
  foreign key (authority_id, synergy_id) references strategy.synergies
);
create index synergy_steps_list on strategy.synergy_steps (authority_id, synergy_id, taken_at, id);
alter table strategy.synergy_steps enable row level security;
create policy synergy_steps_read on strategy.synergy_steps for select
  using ((select kernel.actor_kind()) = 'staff'
    and exists (select from strategy.synergies s where s.authority_id = synergy_steps.authority_id and s.id = synergy_id));
create policy synergy_steps_own on strategy.synergy_steps for insert
  with check (by_authority_id = any ((select kernel.actor_authorities())::text[])
    and exists (select from strategy.synergies s where s.authority_id = synergy_steps.authority_id and s.id = synergy_id
      and by_authority_id in (s.authority_id, s.other_authority_id)));
create policy synergy_steps_platform on strategy.synergy_steps using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert on strategy.synergy_steps to wegweiser_app;

-- An agreement between authorities: a frame, one for a project, or one for running something. `rates`: Rappen per head from a day on.
create table strategy.agreements (
  authority_id text not null,
  node_id uuid not null,
  audience text not null,
  kind text not null check (kind in ('framework', 'project', 'operation')),
  notice_months smallint check (notice_months between 0 and 120),
  vote_weight text not null default 'one' check (vote_weight in ('one', 'population')),
  majority text not null default 'simple' check (majority in ('simple', 'absolute', 'two_thirds', 'unanimous', 'double')),
  quorum int not null default 0 check (quorum between 0 and 10000),
  cost_key text check (cost_key in ('population', 'equal', 'use', 'mixed')),
  base_share int check (base_share between 0 and 10000),
  yearly_cost bigint check (yearly_cost >= 0),
  rates jsonb not null default '[]' check (jsonb_typeof(rates) = 'array'),
  primary key (authority_id, node_id),
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade
);
alter table strategy.agreements enable row level security;
create policy agreements_read on strategy.agreements for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy agreements_own on strategy.agreements using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy agreements_platform on strategy.agreements using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.agreements to wegweiser_app;

-- Who is a member, as an authority of the house or by name only; `use` is what the key «use» weighs.
create table strategy.agreement_members (
  authority_id text not null,
  id uuid not null,
  node_id uuid not null,
  audience text not null,
  member_authority_id text references kernel.authorities,
  name text not null check (length(name) between 1 and 200),
  since date,
  until date,
  use int check (use >= 0),
  primary key (authority_id, id),
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade,
  check (since <= until)
);
create index agreement_members_list on strategy.agreement_members (authority_id, node_id, name, id);
create index agreement_members_own on strategy.agreement_members (member_authority_id);
alter table strategy.agreement_members enable row level security;
create policy agreement_members_read on strategy.agreement_members for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy agreement_members_own on strategy.agreement_members using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy agreement_members_platform on strategy.agreement_members using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update on strategy.agreement_members to wegweiser_app;

-- Who takes part in which project of an agreement, from when until when; the member itself or the keeper of the agreement writes it.
create table strategy.agreement_parts (
  authority_id text not null,
  id uuid not null,
  node_id uuid not null,
  audience text not null,
  member_id uuid not null,
  member_authority_id text,
  project_authority_id text not null,
  project_id uuid not null,
  since date not null,
  until date,
  primary key (authority_id, id),
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade,
  foreign key (authority_id, member_id) references strategy.agreement_members,
  foreign key (project_authority_id, project_id) references strategy.nodes,
  check (since <= until)
);
create index agreement_parts_list on strategy.agreement_parts (authority_id, node_id, project_authority_id, project_id, since, id);
create index agreement_parts_project on strategy.agreement_parts (project_authority_id, project_id);
create index agreement_parts_member on strategy.agreement_parts (authority_id, member_id);
alter table strategy.agreement_parts enable row level security;
create policy agreement_parts_read on strategy.agreement_parts for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy agreement_parts_own on strategy.agreement_parts using (
  authority_id = any ((select kernel.actor_authorities())::text[]) or member_authority_id = any ((select kernel.actor_authorities())::text[]));
create policy agreement_parts_platform on strategy.agreement_parts using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update on strategy.agreement_parts to wegweiser_app;

-- A question put to the members, with the rule by which it is counted; `outcome` once it is closed.
create table strategy.agreement_votes (
  authority_id text not null,
  id uuid not null,
  node_id uuid not null,
  audience text not null,
  question text not null check (length(question) between 1 and 500),
  closes_on date not null,
  vote_weight text not null check (vote_weight in ('one', 'population')),
  majority text not null check (majority in ('simple', 'absolute', 'two_thirds', 'unanimous', 'double')),
  quorum int not null check (quorum between 0 and 10000),
  opened_at timestamptz not null,
  closed_at timestamptz,
  outcome text check (outcome in ('carried', 'lost', 'no_quorum', 'unknown_weight')),
  yes int,
  no int,
  abstain int,
  absent int,
  primary key (authority_id, id),
  unique (authority_id, id, audience),
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade
);
create index agreement_votes_list on strategy.agreement_votes (authority_id, node_id, opened_at desc, id);
alter table strategy.agreement_votes enable row level security;
create policy agreement_votes_read on strategy.agreement_votes for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy agreement_votes_own on strategy.agreement_votes using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy agreement_votes_platform on strategy.agreement_votes using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update on strategy.agreement_votes to wegweiser_app;

-- What a member says to it: its own row, changed as often as it likes until the vote is closed.
create table strategy.ballots (
  authority_id text not null references kernel.authorities,
  vote_authority_id text not null,
  vote_id uuid not null,
  audience text not null,
  choice text not null check (choice in ('yes', 'no', 'abstain')),
  cast_at timestamptz not null,
  primary key (authority_id, vote_authority_id, vote_id),
  foreign key (vote_authority_id, vote_id, audience) references strategy.agreement_votes (authority_id, id, audience) on update cascade
);
create index ballots_vote on strategy.ballots (vote_authority_id, vote_id, authority_id);
alter table strategy.ballots enable row level security;
create policy ballots_read on strategy.ballots for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy ballots_own on strategy.ballots using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy ballots_platform on strategy.ballots using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update on strategy.ballots to wegweiser_app;

-- What a parliament asked for. `said_on` as far as it is known (`2021-11-12`, `2019-05`, `2022`); `count` where a source tells of several at once.
create table strategy.parliament_items (
  authority_id text not null,
  node_id uuid not null,
  audience text not null,
  kind text not null check (kind in ('motion', 'postulate', 'order', 'remark', 'change')),
  state text check (state in ('submitted', 'handed_over', 'in_work', 'fulfilled', 'written_off')),
  body text not null check (length(body) between 1 and 200),
  said_on text check (said_on ~ '^\d{4}(-\d{2}(-\d{2})?)?$'),
  due_on date,
  count int not null default 1 check (count > 0),
  primary key (authority_id, node_id),
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade
);
create index parliament_items_due on strategy.parliament_items (authority_id, due_on, node_id);
alter table strategy.parliament_items enable row level security;
create policy parliament_items_read on strategy.parliament_items for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy parliament_items_own on strategy.parliament_items using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy parliament_items_platform on strategy.parliament_items using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.parliament_items to wegweiser_app;
