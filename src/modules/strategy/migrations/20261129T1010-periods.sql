-- Indicators are measured by quarters and half-years, too, as their rhythm says: 2026-Q1, 2026-H1.

alter table strategy.indicator_definitions
  drop constraint indicator_definitions_baseline_period_check,
  add constraint indicator_definitions_baseline_period_check check (baseline_period ~ '^\d{4}(-(Q[1-4]|H[12]|\d{2}(-\d{2})?))?$');
alter table strategy.observations
  drop constraint observations_period_check,
  add constraint observations_period_check check (period ~ '^\d{4}(-(Q[1-4]|H[12]|\d{2}(-\d{2})?))?$');

-- The last day of a period, by which figures of different rhythms come in order.
create function strategy.period_end(period text) returns date language sql immutable strict as $$
  select case
    when period ~ '^\d{4}$' then make_date(period::int, 12, 31)
    when period ~ '^\d{4}-H[12]$' then (make_date(left(period, 4)::int, 6 * right(period, 1)::int, 1) + interval '1 month - 1 day')::date
    when period ~ '^\d{4}-Q[1-4]$' then (make_date(left(period, 4)::int, 3 * right(period, 1)::int, 1) + interval '1 month - 1 day')::date
    when period ~ '^\d{4}-(0[1-9]|1[0-2])$' then (make_date(left(period, 4)::int, right(period, 2)::int, 1) + interval '1 month - 1 day')::date
    when period ~ '^\d{4}-\d{2}-\d{2}$' then make_date(left(period, 4)::int, substr(period, 6, 2)::int, right(period, 2)::int)
  end
$$;
alter table strategy.observations add column ends_on date generated always as (strategy.period_end(period)) stored;
create index observations_course on strategy.observations (authority_id, node_id, series, ends_on desc, take desc);
