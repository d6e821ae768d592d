-- A contract that its office puts back to the own authority takes with it what was public of it before: each connection with a partner knows the
-- line that says it, also after the line has another partner or is taken off.
alter table strategy.edges add column line_id uuid;
create index edges_line on strategy.edges (authority_id, line_id) where line_id is not null;
update strategy.edges e set line_id = c.id from strategy.contracts c where c.authority_id = e.authority_id and c.edge_id = e.id;

-- Of connections that ended before, nobody knows the line: they stay shown only where a line of the same project and partner is shown.
update strategy.edges e set kept_inside = true from strategy.nodes p
where p.authority_id = e.from_authority and p.id = e.from_id and p.follows_contracts and e.line_id is null and not e.kept_inside
  and not exists (select from strategy.contracts c
    where c.authority_id = e.authority_id and c.partner_id = e.from_id and c.node_id = e.to_id and c.shown = 'with_project');

-- Days from 1900 to 2200, as the forms take them: 31.12.9999 for «without end» has no day after it that can be written.
do $$
declare
  one record;
begin
  for one in
    select c.table_name, c.column_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'strategy' and t.table_type = 'BASE TABLE' and c.data_type = 'date' and c.is_generated = 'NEVER'
      and not exists (select from information_schema.key_column_usage k
        where k.table_schema = 'strategy' and k.table_name = c.table_name and k.column_name = c.column_name)
  loop
    execute format('update strategy.%1$I set %2$I = greatest(least(%2$I, %3$L::date), date ''1900-01-01'')
      where %2$I not between date ''1900-01-01'' and %3$L', one.table_name, one.column_name,
      case when one.table_name = 'edges' and one.column_name = 'until' then '2201-01-01' else '2200-12-31' end);
  end loop;
end $$;
