-- The graph reaches as far as the work does: what was decided at a gate, and the partners of a project with what they do for it, are things of the
-- graph with their connections, so that a path runs over them. Whoever withdraws a project withdraws them with it.

-- What belongs to another thing is seen by whoever sees that, always. A partner that contracts have made is seen as far as these.
alter table strategy.nodes
  add column belongs_to uuid,
  add column follows_contracts boolean not null default false,
  add foreign key (authority_id, belongs_to, audience) references strategy.nodes (authority_id, id, audience) on update cascade;
create index nodes_belonging on strategy.nodes (authority_id, belongs_to) where belongs_to is not null;
create index nodes_partners on strategy.nodes (authority_id, lower(title ->> 'de')) where kind = 'partner';

-- What is kept inside is seen by its authority alone, whoever sees its ends.
alter table strategy.edges add column kept_inside boolean not null default false;
alter table strategy.edges alter column audience set expression as (case
  when kept_inside then 'authority'
  when from_audience = 'public' and to_audience = 'public' then 'public'
  when from_audience in ('staff', 'public') and to_audience in ('staff', 'public') then 'staff'
  else 'authority' end);

-- A contract or contribution is shown as far as its project, or kept inside, as the office says line by line. `partner_id` and `edge_id`: the
-- partner in the graph and what joins it with the project.
alter table strategy.contracts
  add column audience text not null default 'authority',
  add column shown text not null default 'inside' check (shown in ('inside', 'with_project')),
  add column partner_id uuid,
  add column edge_id uuid,
  add foreign key (authority_id, partner_id) references strategy.nodes,
  add foreign key (authority_id, edge_id) references strategy.edges;
alter table strategy.gate_conditions add column audience text not null default 'authority';

update strategy.contracts c set audience = n.audience from strategy.nodes n where n.authority_id = c.authority_id and n.id = c.node_id;
update strategy.gate_conditions c set audience = n.audience from strategy.nodes n where n.authority_id = c.authority_id and n.id = c.node_id;
alter table strategy.contracts
  add foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade;
alter table strategy.gate_conditions
  add foreign key (authority_id, node_id, audience) references strategy.nodes (authority_id, id, audience) on update cascade;

create function strategy.take_audience() returns trigger language plpgsql as $$
begin
  select audience into new.audience from strategy.nodes where authority_id = new.authority_id and id = new.node_id;
  return new;
end $$;
create trigger audience_taken before insert on strategy.contracts for each row execute function strategy.take_audience();
create trigger audience_taken before insert on strategy.gate_conditions for each row execute function strategy.take_audience();

create policy contracts_read on strategy.contracts for select using (shown = 'with_project'
  and (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff')));
create policy gate_conditions_read on strategy.gate_conditions for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create index contracts_partner on strategy.contracts (authority_id, partner_id) where partner_id is not null;

-- The widest of what is shown of a partner's contracts.
create function strategy.partner_audience(of_authority text, of_partner uuid) returns text language sql stable as $$
  select case when bool_or(audience = 'public') then 'public' when bool_or(audience = 'staff') then 'staff' else 'authority' end
  from strategy.contracts where authority_id = of_authority and partner_id = of_partner and shown = 'with_project'
$$;
create function strategy.keep_node_audience() returns trigger language plpgsql as $$
begin
  if new.follows_contracts then
    new.audience := strategy.partner_audience(new.authority_id, new.id);
  else
    select audience into new.audience from strategy.nodes where authority_id = new.authority_id and id = new.belongs_to;
  end if;
  return new;
end $$;
create trigger node_audience_kept before update of audience on strategy.nodes
  for each row when (new.follows_contracts or new.belongs_to is not null) execute function strategy.keep_node_audience();

create function strategy.show_partner() returns trigger language plpgsql as $$
declare
  before uuid := case when tg_op <> 'INSERT' then old.partner_id end;
  later uuid := case when tg_op <> 'DELETE' then new.partner_id end;
begin
  update strategy.nodes set audience = audience
  where authority_id = coalesce(new.authority_id, old.authority_id) and id in (before, later) and follows_contracts;
  return null;
end $$;
create trigger partner_shown after insert or delete or update of audience, shown, partner_id on strategy.contracts
  for each row execute function strategy.show_partner();

-- How a decision is called: its gate and its project, in the languages of the project.
create function strategy.decision_title(gate text, project jsonb) returns jsonb language sql immutable as $$
  select jsonb_object_agg(name.language, name.text || ' – ' || (project ->> name.language))
  from (values
    ('is10', 'de', 'Aufnahme ins Portfolio (IS10)'), ('is10', 'fr', 'Admission au portefeuille (IS10)'),
    ('is10', 'it', 'Ammissione al portafoglio (IS10)'), ('is10', 'en', 'Taken into the portfolio (IS10)'),
    ('is15', 'de', 'Weiteres Vorgehen (IS15)'), ('is15', 'fr', 'Suite à donner (IS15)'),
    ('is15', 'it', 'Seguito (IS15)'), ('is15', 'en', 'Further course (IS15)'),
    ('ms20', 'de', 'Projektstart: Durchführungsfreigabe (MS20)'), ('ms20', 'fr', 'Lancement : libération de l’exécution (MS20)'),
    ('ms20', 'it', 'Avvio: via libera all’esecuzione (MS20)'), ('ms20', 'en', 'Start: release of the execution (MS20)'),
    ('realisation', 'de', 'Phasenfreigabe Realisierung'), ('realisation', 'fr', 'Libération de la réalisation'),
    ('realisation', 'it', 'Via libera alla realizzazione'), ('realisation', 'en', 'Release of the realisation'),
    ('introduction', 'de', 'Phasenfreigabe Einführung'), ('introduction', 'fr', 'Libération de l’introduction'),
    ('introduction', 'it', 'Via libera all’introduzione'), ('introduction', 'en', 'Release of the introduction'),
    ('execution', 'de', 'Phasenfreigabe Umsetzung'), ('execution', 'fr', 'Libération de la mise en œuvre'),
    ('execution', 'it', 'Via libera all’attuazione'), ('execution', 'en', 'Release of the execution phase'),
    ('release', 'de', 'Releasefreigabe'), ('release', 'fr', 'Libération d’une version'),
    ('release', 'it', 'Rilascio di una versione'), ('release', 'en', 'Release of a version'),
    ('closure', 'de', 'Phasenfreigabe Abschluss'), ('closure', 'fr', 'Libération de la clôture'),
    ('closure', 'it', 'Via libera alla chiusura'), ('closure', 'en', 'Release of the closure'),
    ('end', 'de', 'Projektabschluss'), ('end', 'fr', 'Fin du projet'),
    ('end', 'it', 'Fine del progetto'), ('end', 'en', 'End of the project')
  ) as name (gate, language, text)
  where name.gate = decision_title.gate and project ->> name.language <> ''
$$;

-- The node of a decision, which has its id, and what joins the project with it: kept by the table of decisions itself, whoever writes there.
create function strategy.put_decision_node(d strategy.gate_decisions) returns void language plpgsql as $$
declare
  project strategy.nodes;
  name text;
  source jsonb := jsonb_build_object('title', 'Entscheid der Stelle oder des Gremiums: ' || d.decided_by, 'date', d.decided_on::text);
begin
  select * into project from strategy.nodes where authority_id = d.authority_id and id = d.node_id;
  -- Whoever does not see the project is refused by the policy of decisions, whoever names none by its key.
  if not found then return; end if;
  if project.standing = 'example' then source := (project.sources -> 0) || jsonb_build_object('date', d.decided_on::text); end if;
  name := rtrim(left(project.slug, 40), '-') || '-' || d.gate || '-' || d.decided_on;
  if exists (select from strategy.nodes where authority_id = d.authority_id and slug = name) then
    name := rtrim(left(project.slug, 30), '-') || '-' || d.gate || '-' || d.decided_on || '-' || right(d.id::text, 8);
  end if;
  insert into strategy.nodes (authority_id, id, slug, kind, level, audience, standing, title, text, owner, begins_on, sources, created_at,
    changed_at, changed_by, belongs_to)
  values (d.authority_id, d.id, name, 'decision', project.level, project.audience,
    case project.standing when 'example' then 'example' else 'own_record' end, strategy.decision_title(d.gate, project.title),
    jsonb_build_object('de', case d.outcome when 'approved' then 'Freigegeben. ' when 'with_conditions' then 'Mit Auflagen freigegeben. '
      when 'refused' then 'Abgelehnt. ' when 'deferred' then 'Zurückgestellt. ' else 'Abgebrochen. ' end || d.reason),
    d.decided_by, d.decided_on, jsonb_build_array(source), d.made_at, d.made_at, d.made_by, d.node_id);
  insert into strategy.edges (authority_id, id, kind, from_authority, from_id, from_audience, to_authority, to_id, to_audience, since, owner,
    source, made_at, made_by)
  values (d.authority_id, uuidv7(), 'decided_by', d.authority_id, d.node_id, project.audience, d.authority_id, d.id, project.audience,
    d.decided_on, d.decided_by, source, d.made_at, d.made_by);
end $$;
create function strategy.keep_decision_node() returns trigger language plpgsql as $$
begin
  perform strategy.put_decision_node(new);
  return new;
end $$;
create trigger decision_node_kept before insert on strategy.gate_decisions for each row execute function strategy.keep_decision_node();

-- What is there already.
select strategy.put_decision_node(d) from strategy.gate_decisions d order by d.id;
alter table strategy.gate_decisions add foreign key (authority_id, id) references strategy.nodes;

-- A decision is called after its project, also after that has another name.
create function strategy.rename_decisions() returns trigger language plpgsql as $$
begin
  update strategy.nodes n set title = strategy.decision_title(d.gate, new.title) from strategy.gate_decisions d
  where d.authority_id = new.authority_id and d.node_id = new.id and n.authority_id = d.authority_id and n.id = d.id;
  return null;
end $$;
create trigger decisions_renamed after update of title on strategy.nodes
  for each row when (new.kind in ('project', 'measure') and new.title is distinct from old.title)
  execute function strategy.rename_decisions();

-- Partners of contracts that are there already: each once for an authority, each line joined with its project. They were entered for the own
-- authority alone and stay so until the office shows them; invented examples are shown.
update strategy.contracts c set shown = 'with_project' from strategy.nodes n
where n.authority_id = c.authority_id and n.id = c.node_id and n.standing = 'example';

do $$
declare
  c record;
  partner_node uuid;
  edge_made uuid;
  name text;
  day date := (now() at time zone 'Europe/Zurich')::date;
begin
  for c in select k.*, n.level, n.standing, n.audience as project_audience, n.sources,
      coalesce(n.owner, left(a.name ->> 'de', 200), n.authority_id) as office
    from strategy.contracts k join strategy.nodes n on n.authority_id = k.authority_id and n.id = k.node_id
    join kernel.authorities a on a.id = k.authority_id order by k.authority_id, k.id
  loop
    select id into partner_node from strategy.nodes
      where authority_id = c.authority_id and kind = 'partner' and lower(title ->> 'de') = lower(trim(c.partner)) order by created_at, id limit 1;
    if partner_node is null then
      partner_node := uuidv7();
      name := trim(both '-' from left(regexp_replace(translate(replace(replace(replace(replace(lower(c.partner),
        'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss'), 'àâéèêëîïôûùç', 'aaeeeeiiouuc'), '[^a-z0-9]+', '-', 'g'), 48));
      if name = '' then name := 'partner'; end if;
      if exists (select from strategy.nodes where authority_id = c.authority_id and slug = name) then
        name := name || '-' || right(partner_node::text, 8);
      end if;
      insert into strategy.nodes (authority_id, id, slug, kind, level, audience, standing, title, owner, sources, created_at, changed_at,
        follows_contracts)
      values (c.authority_id, partner_node, name, 'partner', c.level, 'authority', case c.standing when 'example' then 'example' else 'own_record' end,
        jsonb_build_object('de', trim(c.partner)), c.office,
        case c.standing when 'example' then jsonb_build_array(c.sources -> 0) else '[{"title": "Eigene Angabe: Verträge und Beiträge"}]' end,
        now(), now(), true);
    end if;
    edge_made := uuidv7();
    insert into strategy.edges (authority_id, id, kind, from_authority, from_id, from_audience, to_authority, to_id, to_audience, since, until,
      owner, source, note, made_at, kept_inside)
    select c.authority_id, edge_made, case c.kind when 'contribution' then 'funds' else 'takes_part' end, c.authority_id, partner_node, p.audience,
      c.authority_id, c.node_id, c.project_audience, coalesce(c.begins_on, least(day, c.ends_on)), c.ends_on + 1, c.office,
      case c.standing when 'example' then c.sources -> 0 else jsonb_build_object('title', 'Eigene Angabe: Verträge und Beiträge') end,
      jsonb_build_object('de', c.subject), now(), c.shown = 'inside'
    from strategy.nodes p where p.authority_id = c.authority_id and p.id = partner_node;
    update strategy.contracts set partner_id = partner_node, edge_id = edge_made where authority_id = c.authority_id and id = c.id;
  end loop;
end $$;
