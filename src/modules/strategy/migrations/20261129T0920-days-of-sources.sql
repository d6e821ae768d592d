-- Days that no source says are not said: the first day of an indicator's definition may be unknown, and connections of the files that told another
-- source or day than the record make place for those that do.
alter table strategy.indicator_definitions alter column valid_from drop not null;
update strategy.indicator_definitions set valid_from = null where version = 1 and valid_from = '2019-01-01' and made_by is null;
delete from strategy.edges e using strategy.nodes f, strategy.nodes t
where f.authority_id = e.from_authority and f.id = e.from_id and t.authority_id = e.to_authority and t.id = e.to_id and e.made_by is null
  and ((f.slug, e.kind, t.slug, e.since) in (
    ('kredit-2021', 'decided_by', 'grosser-stadtrat-2021-11-12', '2021-11-12'), ('stadt-luzern', 'takes_part', 'quartiereffekt', '2022-01-01')));
