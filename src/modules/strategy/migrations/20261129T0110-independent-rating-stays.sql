-- What somebody independent said of a project stays on the overview when its lead reports after that without such a rating.

create or replace function strategy.keep_last_rating() returns trigger language plpgsql as $$
declare
  changed strategy.status_reports := case when tg_op = 'DELETE' then old else new end;
begin
  delete from strategy.last_ratings where tg_op = 'DELETE' and authority_id = changed.authority_id and node_id = changed.node_id;
  insert into strategy.last_ratings (authority_id, node_id, own_rating, independent_rating, half_year_on)
  select s.authority_id, s.node_id, s.own_rating,
    (select i.independent_rating from strategy.status_reports i
      where i.authority_id = s.authority_id and i.node_id = s.node_id and i.independent_rating is not null order by i.as_of desc, i.id limit 1),
    (select max(h.as_of) from strategy.status_reports h
      where h.authority_id = s.authority_id and h.node_id = s.node_id and h.kind = 'half_year')
  from strategy.status_reports s where s.authority_id = changed.authority_id and s.node_id = changed.node_id
  order by s.as_of desc, s.id limit 1
  on conflict (authority_id, node_id) do update set own_rating = excluded.own_rating,
    independent_rating = excluded.independent_rating, half_year_on = excluded.half_year_on;
  return null;
end $$;

-- What is there already.
update strategy.last_ratings r set independent_rating = (
  select i.independent_rating from strategy.status_reports i
  where i.authority_id = r.authority_id and i.node_id = r.node_id and i.independent_rating is not null
  order by i.as_of desc, i.id limit 1)
where r.independent_rating is null;
