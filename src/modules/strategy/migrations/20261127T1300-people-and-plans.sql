-- An authority knows who can do what, who has time when, and what its projects need; it lets itself be proposed which projects fit, and when.

-- Where somebody steers. What is known of persons is for these alone, not for all staff of the authority.
create function strategy.actor_steers() returns text[] language sql stable parallel safe
  return array(
    select r.authority_id from kernel.staff_roles r
    where r.staff_id = kernel.actor_staff() and r.role = 'strategist' and r.authority_id = any (kernel.actor_authorities()));

-- What people can do, as the authority calls it.
create table strategy.skills (
  authority_id text not null references kernel.authorities,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 64),
  name jsonb not null,
  primary key (authority_id, id),
  unique (authority_id, slug)
);
alter table strategy.skills enable row level security;
create policy skills_own on strategy.skills using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy skills_platform on strategy.skills using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.skills to wegweiser_app;

-- Who works in projects: name and role, and how much of a month she has for them (tenths of days). Nothing of how she works, and no reason of
-- anything. `revision` guards against two people saving over each other. She is erased a year after she has left.
create table strategy.people (
  authority_id text not null references kernel.authorities,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  role text not null check (role in ('sponsor', 'project_lead', 'business_analyst', 'architect', 'developer', 'data', 'privacy', 'procurement',
    'change', 'operation', 'other')),
  month_tenths int not null check (month_tenths between 0 and 310),
  since date not null check (extract(day from since) = 1),
  -- The last month in which she has time.
  until date check (extract(day from until) = 1),
  revision int not null default 1 check (revision > 0),
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (authority_id, id),
  check (since <= until)
);
create index people_list on strategy.people (authority_id, name, id);
create index people_former on strategy.people (until) where until is not null;
alter table strategy.people enable row level security;
create policy people_own on strategy.people using (authority_id = any ((select strategy.actor_steers())::text[]));
create policy people_platform on strategy.people using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.people to wegweiser_app;
-- What ends here is erased by the platform; an archive that comes back has it erased again.
create policy people_erasure on strategy.people using ((select kernel.actor_purpose()) = 'erasure');

create table strategy.person_skills (
  authority_id text not null,
  person_id uuid not null,
  skill_id uuid not null,
  -- 1 with guidance, 2 on her own, 3 experienced, 4 leads others in it.
  level smallint not null check (level between 1 and 4),
  primary key (authority_id, person_id, skill_id),
  foreign key (authority_id, person_id) references strategy.people on delete cascade,
  foreign key (authority_id, skill_id) references strategy.skills
);
create index person_skills_skill on strategy.person_skills (authority_id, skill_id, person_id);
alter table strategy.person_skills enable row level security;
create policy person_skills_own on strategy.person_skills using (authority_id = any ((select strategy.actor_steers())::text[]));
create policy person_skills_platform on strategy.person_skills using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.person_skills to wegweiser_app;

-- Months that differ: how much time she has then (empty: as usual), and what part of it she is away (thousandths), never why.
create table strategy.person_months (
  authority_id text not null,
  person_id uuid not null,
  month date not null check (extract(day from month) = 1),
  tenths int check (tenths between 0 and 310),
  away smallint not null default 0 check (away between 0 and 1000),
  primary key (authority_id, person_id, month),
  foreign key (authority_id, person_id) references strategy.people on delete cascade
);
create index person_months_month on strategy.person_months (month);
alter table strategy.person_months enable row level security;
create policy person_months_own on strategy.person_months using (authority_id = any ((select strategy.actor_steers())::text[]));
create policy person_months_platform on strategy.person_months using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.person_months to wegweiser_app;

-- What a project needs of people in a month: tenths of person-days of a skill at a level or above, as planned or as agreed.
create table strategy.demands (
  authority_id text not null,
  node_id uuid not null,
  skill_id uuid not null,
  level smallint not null check (level between 1 and 4),
  month date not null check (extract(day from month) = 1),
  tenths int not null check (tenths between 1 and 100000),
  state text not null check (state in ('planned', 'agreed')),
  primary key (authority_id, node_id, skill_id, level, month),
  foreign key (authority_id, node_id) references strategy.nodes,
  foreign key (authority_id, skill_id) references strategy.skills
);
create index demands_month on strategy.demands (authority_id, month, node_id);
create index demands_skill on strategy.demands (authority_id, skill_id);
alter table strategy.demands enable row level security;
create policy demands_own on strategy.demands using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy demands_platform on strategy.demands using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.demands to wegweiser_app;

-- One levelling: what was asked (`settings`), how far it is (`progress`), what came out (`result`: projects, months and money, no persons). One
-- that says nothing for a while was ended with its process. `undo`: how the projects stood before its dates were taken over.
create table strategy.plan_runs (
  authority_id text not null references kernel.authorities,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  state text not null check (state in ('waiting', 'running', 'done', 'stopped', 'failed')),
  settings jsonb not null,
  progress jsonb not null default '{}',
  result jsonb,
  wants_stop boolean not null default false,
  made_at timestamptz not null,
  made_by uuid,
  heard_at timestamptz not null,
  ended_at timestamptz,
  taken_over_at timestamptz,
  undo jsonb,
  primary key (authority_id, id)
);
create index plan_runs_list on strategy.plan_runs (authority_id, made_at desc, id);
create index plan_runs_open on strategy.plan_runs (heard_at) where state in ('waiting', 'running');
create index plan_runs_old on strategy.plan_runs (made_at);
alter table strategy.plan_runs enable row level security;
create policy plan_runs_own on strategy.plan_runs using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy plan_runs_platform on strategy.plan_runs using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.plan_runs to wegweiser_app;

-- Who does what in a plan.
create table strategy.plan_assignments (
  authority_id text not null,
  run_id uuid not null,
  person_id uuid not null,
  node_id uuid not null,
  skill_id uuid not null,
  level smallint not null,
  month date not null,
  tenths int not null check (tenths > 0),
  primary key (authority_id, run_id, person_id, node_id, skill_id, level, month),
  foreign key (authority_id, run_id) references strategy.plan_runs on delete cascade,
  foreign key (authority_id, person_id) references strategy.people on delete cascade,
  foreign key (authority_id, node_id) references strategy.nodes,
  foreign key (authority_id, skill_id) references strategy.skills
);
create index plan_assignments_person on strategy.plan_assignments (authority_id, person_id, month);
create index plan_assignments_node on strategy.plan_assignments (authority_id, node_id);
create index plan_assignments_skill on strategy.plan_assignments (authority_id, skill_id);
alter table strategy.plan_assignments enable row level security;
create policy plan_assignments_own on strategy.plan_assignments using (authority_id = any ((select strategy.actor_steers())::text[]));
create policy plan_assignments_platform on strategy.plan_assignments using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.plan_assignments to wegweiser_app;
