-- What the platform counts within a month is provisional until the month is over: it is counted again, and the last count stays. All other figures
-- are never changed, but corrected.

alter table strategy.observations add column is_provisional boolean not null default false;
create policy observations_stay on strategy.observations as restrictive for update
  using (is_provisional and (select kernel.actor_purpose()) = 'strategy') with check (true);
grant update (value, source, made_at, is_provisional) on strategy.observations to wegweiser_app;
