-- News are read page by page in the order of their days and, within a day, of what they are about: so many on one day as there may be, only those of
-- a page are read.
do $$
declare
  one record;
begin
  for one in
    select * from (values
      ('gate_decisions', 'gate_decisions_news', 'decided_on', ''),
      ('milestones', 'milestones_news', 'reached_on', ' and gate is null'),
      ('indicator_definitions', 'definitions_news', 'valid_from', ' and version > 1'),
      ('parliament_items', 'parliament_answers', 'answered_on', ''),
      ('parliament_items', 'parliament_states', 'state_since', ''),
      ('credits', 'credits_news', 'decided_on', ''),
      ('projects', 'projects_news', 'begins_on', ' and phase not in (''idea'', ''impulse'')')
    ) as sources (of_table, index_name, on_day, condition)
  loop
    execute format('drop index strategy.%I', one.index_name);
    execute format('drop index strategy.%I', one.index_name || '_own');
    execute format('create index %I on strategy.%I (%I desc, authority_id, node_id) where audience = ''public''%s',
      one.index_name, one.of_table, one.on_day, one.condition);
    execute format('create index %I on strategy.%I (authority_id, %I desc, node_id) where audience = ''public''%s',
      one.index_name || '_own', one.of_table, one.on_day, one.condition);
  end loop;
end $$;
drop index strategy.nodes_news;
drop index strategy.nodes_news_own;
create index nodes_news on strategy.nodes (kind, begins_on desc, authority_id, id) where audience = 'public' and belongs_to is null;
create index nodes_news_own on strategy.nodes (authority_id, kind, begins_on desc, id) where audience = 'public' and belongs_to is null;
drop index strategy.half_years_news;
create index half_years_news on strategy.half_years (((frozen_at at time zone 'Europe/Zurich')::date) desc, authority_id, as_of)
  where audience = 'public';
