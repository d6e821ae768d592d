-- The day of the last independent rating, which stays until there is a newer one and may be older than the lead's own.
alter table strategy.last_ratings add column independent_on date;
create or replace function strategy.keep_last_rating() returns trigger language plpgsql as $$
declare
  changed strategy.status_reports := case when tg_op = 'DELETE' then old else new end;
begin
  delete from strategy.last_ratings where tg_op = 'DELETE' and authority_id = changed.authority_id and node_id = changed.node_id;
  insert into strategy.last_ratings (authority_id, node_id, own_rating, independent_rating, independent_on, half_year_on)
  select s.authority_id, s.node_id, s.own_rating, i.independent_rating, i.as_of,
    (select max(h.as_of) from strategy.status_reports h
      where h.authority_id = s.authority_id and h.node_id = s.node_id and h.kind = 'half_year')
  from strategy.status_reports s
  left join lateral (
    select r.independent_rating, r.as_of from strategy.status_reports r
    where r.authority_id = s.authority_id and r.node_id = s.node_id and r.independent_rating is not null order by r.as_of desc, r.id limit 1
  ) i on true
  where s.authority_id = changed.authority_id and s.node_id = changed.node_id
  order by s.as_of desc, s.id limit 1
  on conflict (authority_id, node_id) do update set own_rating = excluded.own_rating, independent_rating = excluded.independent_rating,
    independent_on = excluded.independent_on, half_year_on = excluded.half_year_on;
  return null;
end $$;
update strategy.last_ratings l set independent_on = (
  select i.as_of from strategy.status_reports i
  where i.authority_id = l.authority_id and i.node_id = l.node_id and i.independent_rating is not null order by i.as_of desc, i.id limit 1)
where l.independent_rating is not null;

-- Who put in an idea finds it again, with how it goes on; nobody else needs to know who it was.
create table strategy.idea_proposers (
  authority_id text not null,
  node_id uuid not null,
  staff_id uuid not null,
  primary key (authority_id, node_id),
  foreign key (authority_id, node_id) references strategy.nodes
);
create index idea_proposers_staff on strategy.idea_proposers (authority_id, staff_id, node_id);
alter table strategy.idea_proposers enable row level security;
create policy idea_proposers_own on strategy.idea_proposers using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy idea_proposers_platform on strategy.idea_proposers using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, delete on strategy.idea_proposers to wegweiser_app;
