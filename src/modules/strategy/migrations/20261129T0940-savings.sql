-- What a synergy saves is told as planned, agreed and realised apart, also in lists and open data: each the figure last said of its kind, in Rappen.
-- `value` orders lists alone.
alter table strategy.synergies
  add column planned bigint check (planned >= 0),
  add column agreed bigint check (agreed >= 0),
  add column realised bigint check (realised >= 0);
update strategy.synergies s set planned = v.planned, agreed = v.agreed, realised = v.realised
from (select authority_id, synergy_id,
    (array_agg(amount order by said_on desc, id desc) filter (where kind = 'planned'))[1] as planned,
    (array_agg(amount order by said_on desc, id desc) filter (where kind = 'agreed'))[1] as agreed,
    (array_agg(amount order by said_on desc, id desc) filter (where kind = 'realised'))[1] as realised
  from strategy.synergy_savings group by authority_id, synergy_id) v
where v.authority_id = s.authority_id and v.synergy_id = s.id;
