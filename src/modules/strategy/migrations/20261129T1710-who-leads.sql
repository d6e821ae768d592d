-- Whoever leads a project writes what is said of it, and nothing else: the office that steers says who leads, and the tables hold to it.

-- Who leads a project, or stands in for her, since when; `until` is the day on which it ended. The name stays as it was then.
create table strategy.project_leads (
  authority_id text not null,
  id uuid not null,
  node_id uuid not null,
  staff_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  part text not null check (part in ('lead', 'deputy')),
  since date not null,
  until date,
  made_by uuid,
  ended_by uuid,
  primary key (authority_id, id),
  foreign key (authority_id, node_id) references strategy.nodes,
  check (since <= until)
);
create unique index project_leads_one on strategy.project_leads (authority_id, node_id) where part = 'lead' and until is null;
create unique index project_leads_once on strategy.project_leads (authority_id, node_id, staff_id) where until is null;
create index project_leads_staff on strategy.project_leads (staff_id, authority_id, node_id) where until is null;
alter table strategy.project_leads enable row level security;
create policy project_leads_read on strategy.project_leads for select using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy project_leads_own on strategy.project_leads using (authority_id = any ((select strategy.actor_steers())::text[]));
create policy project_leads_platform on strategy.project_leads using ((select kernel.actor_purpose()) = 'strategy');
-- Who keeps roles, or ends them again in an archive that comes back, ends what hangs on them.
create policy project_leads_of_role on strategy.project_leads for select using ((select kernel.actor_purpose()) in ('people', 'erasure'));
create policy project_leads_end on strategy.project_leads for update using ((select kernel.actor_purpose()) in ('people', 'erasure'));
grant select, insert, update (until, ended_by) on strategy.project_leads to wegweiser_app;

-- Whose role ends, or whose account is closed, leads no more.
create function strategy.end_leads() returns trigger language plpgsql as $$
declare
  today date := (now() at time zone 'Europe/Zurich')::date;
begin
  if tg_table_name = 'staff' then
    update strategy.project_leads set until = greatest(since, today) where staff_id = new.id and until is null;
  else
    update strategy.project_leads l set until = greatest(l.since, today)
    where l.staff_id = old.staff_id and l.authority_id = old.authority_id and l.until is null and not exists (
      select from kernel.staff_roles r where r.staff_id = l.staff_id and r.authority_id = l.authority_id and r.role = 'project_lead'
        and (r.valid_to is null or r.valid_to >= today));
  end if;
  return null;
end $$;
create trigger leads_ended after delete or update of valid_to on kernel.staff_roles
  for each row when (old.role = 'project_lead') execute function strategy.end_leads();
create trigger leads_ended after update of is_disabled on kernel.staff
  for each row when (new.is_disabled) execute function strategy.end_leads();

-- Where somebody has the role of those who lead and does not steer: there she writes of her projects alone.
create function strategy.actor_only_leads() returns text[] language sql stable parallel safe
  return array(
    select distinct r.authority_id from kernel.staff_roles r
    where r.staff_id = kernel.actor_staff() and r.role = 'project_lead' and r.authority_id <> all (strategy.actor_steers()));

-- Whether she leads that project today.
create function strategy.leads(of_authority text, of_node uuid) returns boolean language sql stable parallel safe
  return exists (
    select from strategy.project_leads l join kernel.staff_roles r
      on r.staff_id = l.staff_id and r.authority_id = l.authority_id and r.role = 'project_lead'
        and (r.valid_to is null or r.valid_to >= (now() at time zone 'Europe/Zurich')::date)
    where l.authority_id = of_authority and l.node_id = of_node and l.staff_id = kernel.actor_staff() and l.until is null);

-- What follows from a write by itself is kept by the tables, in the same authority, whoever writes there: she may not write it.
alter function strategy.add_money() security definer set search_path = '';
alter function strategy.take_money() security definer set search_path = '';
alter function strategy.keep_last_rating() security definer set search_path = '';
alter function strategy.show_partner() security definer set search_path = '';
alter function strategy.rename_decisions() security definer set search_path = '';

-- Each table holds back whoever only leads: `others` says of which rows she writes besides. Of a table that is not named here she writes none.
do $$
declare
  elsewhere constant text := 'authority_id <> all ((select strategy.actor_only_leads())::text[])';
  -- Rows of two authorities: whoever steers for neither keeps away from them.
  nowhere constant text := 'cardinality((select strategy.actor_only_leads())::text[]) = 0 or cardinality((select strategy.actor_steers())::text[]) > 0';
  own constant text := 'strategy.leads(authority_id, node_id)';
  joined constant text := $e$(kind in ('serves', 'depends_on', 'fulfils', 'benefits') and strategy.leads(from_authority, from_id))
    or ((kind in ('takes_part', 'concerns') or (kind = 'funds' and line_id is not null)) and strategy.leads(to_authority, to_id))$e$;
  line record;
begin
  for line in
    select t.name, case when t.name in ('synergies', 'synergy_savings', 'synergy_steps', 'agreement_parts') then nowhere else elsewhere end as others,
      coalesce(w.adds, 'false') as adds, coalesce(w.changes, 'false') as changes, coalesce(w.removes, 'false') as removes
    from (select c.relname as name from pg_class c where c.relnamespace = 'strategy'::regnamespace and c.relkind = 'r') t
    left join (values
      ('nodes', $e$audience = 'authority' and (kind = 'project' or (kind = 'partner' and follows_contracts))$e$, 'strategy.leads(authority_id, id)', null),
      ('projects', $e$(phase = 'idea' and audience = 'authority') or strategy.leads(authority_id, node_id)$e$, own, null),
      ('idea_proposers', 'staff_id = (select kernel.actor_staff())', null, null),
      ('idea_mails_off', 'staff_id = (select kernel.actor_staff())', null, 'staff_id = (select kernel.actor_staff())'),
      ('edges', joined, joined, null),
      ('gate_conditions', null, own, null),
      ('status_reports', own, own, null),
      ('project_phases', own, own, 'begun_on is null and released is null and ' || own),
      ('money_months', 'strategy.leads(authority_id, project_id)', 'strategy.leads(authority_id, project_id)', null),
      ('milestones', own, own, own),
      ('risks', own, own, own),
      ('change_measures', own, own, own),
      ('project_services', own, own, own),
      ('contracts', own, own, own),
      ('demands', own, own, own),
      ('project_profiles', own, own, own)
    ) as w (name, adds, changes, removes) on w.name = t.name
  loop
    execute format('create policy %I on strategy.%I as restrictive for insert with check ((%s) or (%s))',
      line.name || '_led_insert', line.name, line.others, line.adds);
    execute format('create policy %I on strategy.%I as restrictive for update using ((%s) or (%s))',
      line.name || '_led_update', line.name, line.others, line.changes);
    execute format('create policy %I on strategy.%I as restrictive for delete using ((%s) or (%s))',
      line.name || '_led_delete', line.name, line.others, line.removes);
  end loop;
end $$;

-- Of her project the office alone says: what decides who reads it, which phase it is in and what may be spent, and how it is rated from outside.
create function strategy.keep_for_office() returns trigger language plpgsql as $$
declare
  name text;
begin
  if new.authority_id <> all (strategy.actor_only_leads()) then return null; end if;
  foreach name in array tg_argv loop
    -- A new row has nothing there yet.
    if coalesce(to_jsonb(new) ->> name, '0') is distinct from coalesce(case when tg_op = 'UPDATE' then to_jsonb(old) ->> name end, '0') then
      raise insufficient_privilege using message = format('%s is for the office that steers', name);
    end if;
  end loop;
  return null;
end $$;
create trigger kept_for_office after update on strategy.nodes
  for each row when (kernel.actor_kind() = 'staff' and not old.follows_contracts)
  execute function strategy.keep_for_office('kind', 'slug', 'level', 'audience', 'standing', 'belongs_to', 'follows_contracts');
create trigger kept_for_office after update on strategy.projects
  for each row when (kernel.actor_kind() = 'staff') execute function strategy.keep_for_office('phase', 'budget');
create trigger kept_for_office after insert or update on strategy.project_phases
  for each row when (kernel.actor_kind() = 'staff') execute function strategy.keep_for_office('released', 'begun_on', 'ended_on');
create trigger kept_for_office after update on strategy.gate_conditions
  for each row when (kernel.actor_kind() = 'staff') execute function strategy.keep_for_office('decision_id', 'text', 'owner', 'due_on');
create trigger kept_for_office after insert or update on strategy.status_reports
  for each row when (kernel.actor_kind() = 'staff')
  execute function strategy.keep_for_office('independent_rating', 'independent_reason', 'independent_by');
create trigger kept_for_office after insert or update on strategy.money_months
  for each row when (kernel.actor_kind() = 'staff') execute function strategy.keep_for_office('planned');
