-- How each project was rated last stands beside its reports, so that the day's page looks at one row for a project and not for its newest report
-- among ten years of them: kept by the table of reports itself, whoever writes there.

create table strategy.last_ratings (
  authority_id text not null,
  node_id uuid not null,
  own_rating text not null check (own_rating in ('good', 'watch', 'critical')),
  independent_rating text check (independent_rating in ('good', 'watch', 'critical')),
  -- The day of its newest half-year report.
  half_year_on date,
  primary key (authority_id, node_id),
  foreign key (authority_id, node_id) references strategy.nodes
);
alter table strategy.last_ratings enable row level security;
-- The public reads frozen reports alone, and what is here may come from one that is not.
create policy last_ratings_own on strategy.last_ratings using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy last_ratings_platform on strategy.last_ratings using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update, delete on strategy.last_ratings to wegweiser_app;

create function strategy.keep_last_rating() returns trigger language plpgsql as $$
declare
  changed strategy.status_reports := case when tg_op = 'DELETE' then old else new end;
begin
  delete from strategy.last_ratings where tg_op = 'DELETE' and authority_id = changed.authority_id and node_id = changed.node_id;
  insert into strategy.last_ratings (authority_id, node_id, own_rating, independent_rating, half_year_on)
  select s.authority_id, s.node_id, s.own_rating, s.independent_rating,
    (select max(h.as_of) from strategy.status_reports h
      where h.authority_id = s.authority_id and h.node_id = s.node_id and h.kind = 'half_year')
  from strategy.status_reports s where s.authority_id = changed.authority_id and s.node_id = changed.node_id
  order by s.as_of desc, s.id limit 1
  on conflict (authority_id, node_id) do update set own_rating = excluded.own_rating,
    independent_rating = excluded.independent_rating, half_year_on = excluded.half_year_on;
  return null;
end $$;
create trigger last_rating_kept after insert or update or delete on strategy.status_reports
  for each row execute function strategy.keep_last_rating();

-- What is there already.
insert into strategy.last_ratings (authority_id, node_id, own_rating, independent_rating, half_year_on)
select distinct on (s.authority_id, s.node_id) s.authority_id, s.node_id, s.own_rating, s.independent_rating,
  (select max(h.as_of) from strategy.status_reports h
    where h.authority_id = s.authority_id and h.node_id = s.node_id and h.kind = 'half_year')
from strategy.status_reports s order by s.authority_id, s.node_id, s.as_of desc, s.id;
