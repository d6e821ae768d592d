-- A table or document that was public and is not continued keeps its name: its versions stay at their addresses, unless they are taken back as well.

alter table opendata.published_distributions
  add column ended_at timestamptz,
  -- As it was described last.
  add column ended jsonb,
  add column withdrawn_at timestamptz,
  add check ((ended_at is null) = (ended is null)),
  add check (withdrawn_at is null or ended_at is not null);
