-- What an administration wants and what it does for it: one graph of goals, money, people and results, over all authorities.

create schema strategy;
grant usage on schema strategy to wegweiser_app;

-- One thing of the graph. The authority is who keeps the record; `level` says whose it is. `revision` guards against two people saving
-- over each other. `audience`: its authority alone, staff of all authorities who steer, or everybody.
create table strategy.nodes (
  authority_id text not null references kernel.authorities,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 64),
  kind text not null check (kind in ('strategy', 'core_goal', 'principle', 'action_field', 'focus_area', 'impact_goal', 'annual_goal',
    'project', 'measure', 'credit', 'indicator', 'decision', 'parliament_item', 'partner', 'organisation', 'beneficiary', 'result',
    'agreement', 'synergy')),
  level text not null check (level in ('federal', 'canton', 'municipality', 'joint')),
  audience text not null check (audience in ('authority', 'staff', 'public')),
  -- How sure it is: in the founding texts, in a public record, our own record, said but unconfirmed, or an invented example.
  standing text not null check (standing in ('founding_text', 'public_record', 'own_record', 'unconfirmed', 'example')),
  title jsonb not null,
  text jsonb,
  -- Who answers for it: an office, never a person.
  owner text check (length(owner) <= 200),
  begins_on date,
  ends_on date,
  facts jsonb not null default '{}',
  sources jsonb not null check (jsonb_typeof(sources) = 'array' and jsonb_array_length(sources) > 0),
  revision int not null default 1 check (revision > 0),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (authority_id, id),
  unique (authority_id, slug),
  -- Tables of one kind carry the audience along, so that their policies need no look at the node.
  unique (authority_id, id, audience),
  check (begins_on <= ends_on)
);
create index nodes_kind on strategy.nodes (kind, authority_id, slug);
create index nodes_list on strategy.nodes (authority_id, kind, slug);
alter table strategy.nodes enable row level security;
create policy nodes_read on strategy.nodes for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy nodes_own on strategy.nodes using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy nodes_platform on strategy.nodes using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.nodes to wegweiser_app;

-- How two things hang together, who says so, since when and after which source. An edge is never changed: it ends, and another begins.
create table strategy.edges (
  authority_id text not null references kernel.authorities,
  id uuid not null,
  kind text not null check (kind in ('contains', 'derives_from', 'serves', 'measures', 'funds', 'depends_on', 'fulfils', 'decided_by',
    'benefits', 'takes_part', 'concerns')),
  from_authority text not null,
  from_id uuid not null,
  to_authority text not null,
  to_id uuid not null,
  audience text not null check (audience in ('authority', 'staff', 'public')),
  since date not null,
  until date,
  owner text not null check (length(owner) between 1 and 200),
  source jsonb not null check (jsonb_typeof(source) = 'object'),
  note jsonb,
  made_at timestamptz not null,
  made_by uuid,
  primary key (authority_id, id),
  foreign key (from_authority, from_id) references strategy.nodes,
  foreign key (to_authority, to_id) references strategy.nodes,
  check ((from_authority, from_id) <> (to_authority, to_id)),
  check (since <= until)
);
create index edges_from on strategy.edges (from_authority, from_id, kind);
create index edges_to on strategy.edges (to_authority, to_id, kind);
alter table strategy.edges enable row level security;
create policy edges_read on strategy.edges for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy edges_own on strategy.edges using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy edges_platform on strategy.edges using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.edges to wegweiser_app;

-- What a project or a measure has besides its node. Phases as HERMES 2022 has them, with what comes before and after.
create table strategy.projects (
  authority_id text not null,
  node_id uuid not null,
  audience text not null,
  phase text not null check (phase in ('idea', 'impulse', 'initiation', 'concept', 'realisation', 'introduction', 'execution', 'closure',
    'closed', 'stopped')),
  size text check (size in ('small', 'medium', 'large')),
  method text check (method in ('classic', 'agile')),
  begins_on date,
  ends_on date,
  primary key (authority_id, node_id),
  foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade,
  check (begins_on <= ends_on)
);
create index projects_phase on strategy.projects (authority_id, phase, node_id);
alter table strategy.projects enable row level security;
create policy projects_read on strategy.projects for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy projects_own on strategy.projects using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy projects_platform on strategy.projects using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.projects to wegweiser_app;
