-- Whoever publishes a goal publishes its connections with it, and whoever withdraws it withdraws them: a connection, and a synergy for its two
-- authorities, is seen by whoever sees both its ends, however these change and whoever keeps them.

-- As in the tables of one kind, the audiences of both ends are carried along by keys, which reach the edges of other authorities too.
alter table strategy.edges add column from_audience text, add column to_audience text;
update strategy.edges e set from_audience = f.audience, to_audience = t.audience
from strategy.nodes f, strategy.nodes t
where f.authority_id = e.from_authority and f.id = e.from_id and t.authority_id = e.to_authority and t.id = e.to_id;
drop policy edges_read on strategy.edges;
alter table strategy.edges
  alter column from_audience set not null,
  alter column to_audience set not null,
  drop constraint edges_from_authority_from_id_fkey,
  drop constraint edges_to_authority_to_id_fkey,
  add foreign key (from_authority, from_id, from_audience) references strategy.nodes (authority_id, id, audience) on update cascade,
  add foreign key (to_authority, to_id, to_audience) references strategy.nodes (authority_id, id, audience) on update cascade,
  drop column audience;
alter table strategy.edges add column audience text not null generated always as (case
  when from_audience = 'public' and to_audience = 'public' then 'public'
  when from_audience in ('staff', 'public') and to_audience in ('staff', 'public') then 'staff'
  else 'authority' end) stored;
create policy edges_read on strategy.edges for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));

-- One's own project does not open the other's: a pair is there for an authority as long as the other project is for it to see.
drop policy synergies_own on strategy.synergies;
create policy synergies_own on strategy.synergies using (
  (authority_id = any ((select kernel.actor_authorities())::text[])
    and (other_authority_id = any ((select kernel.actor_authorities())::text[]) or other_audience in ('staff', 'public')))
  or (other_authority_id = any ((select kernel.actor_authorities())::text[]) and audience in ('staff', 'public')));
