-- Whether figures measured after a version of a definition can be compared with those before it, and with which limits. As before, a new version
-- breaks the series where nobody has said otherwise.
alter table strategy.indicator_definitions
  add column comparability text not null default 'not_comparable' check (comparability in ('comparable', 'limited', 'not_comparable')),
  add column limits text check (length(limits) between 1 and 1000),
  add constraint indicator_definitions_limits check ((comparability = 'limited') = (limits is not null)),
  add constraint indicator_definitions_first check (version > 1 or comparability = 'not_comparable');
