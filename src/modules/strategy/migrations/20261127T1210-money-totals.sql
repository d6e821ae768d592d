-- What a credit and a project have cost in all stands beside them, so that the day's page need not add up ten years of months: kept by the
-- table of months itself, whoever writes there.

alter table strategy.credits
  add column spent bigint not null default 0,
  add column committed bigint not null default 0,
  add column expected bigint not null default 0;
alter table strategy.projects
  add column spent bigint not null default 0,
  add column expected bigint not null default 0;

create function strategy.add_money() returns trigger language plpgsql as $$
begin
  update strategy.credits c set spent = c.spent + t.spent, committed = c.committed + t.committed, expected = c.expected + t.expected
  from (select authority_id, credit_id, sum(spent) as spent, sum(committed) as committed, sum(expected) as expected
    from added group by authority_id, credit_id) t
  where c.authority_id = t.authority_id and c.node_id = t.credit_id;
  update strategy.projects p set spent = p.spent + t.spent, expected = p.expected + t.expected
  from (select authority_id, project_id, sum(spent) as spent, sum(expected) as expected
    from added group by authority_id, project_id) t
  where p.authority_id = t.authority_id and p.node_id = t.project_id;
  return null;
end $$;

create function strategy.take_money() returns trigger language plpgsql as $$
begin
  update strategy.credits c set spent = c.spent - t.spent, committed = c.committed - t.committed, expected = c.expected - t.expected
  from (select authority_id, credit_id, sum(spent) as spent, sum(committed) as committed, sum(expected) as expected
    from taken group by authority_id, credit_id) t
  where c.authority_id = t.authority_id and c.node_id = t.credit_id;
  update strategy.projects p set spent = p.spent - t.spent, expected = p.expected - t.expected
  from (select authority_id, project_id, sum(spent) as spent, sum(expected) as expected
    from taken group by authority_id, project_id) t
  where p.authority_id = t.authority_id and p.node_id = t.project_id;
  return null;
end $$;

create trigger money_added after insert on strategy.money_months referencing new table as added
  for each statement execute function strategy.add_money();
create trigger money_taken after delete on strategy.money_months referencing old table as taken
  for each statement execute function strategy.take_money();
-- What is changed is taken and added.
create trigger money_changed_from after update on strategy.money_months referencing old table as taken
  for each statement execute function strategy.take_money();
create trigger money_changed_to after update on strategy.money_months referencing new table as added
  for each statement execute function strategy.add_money();

-- What is there already.
update strategy.credits c set spent = t.spent, committed = t.committed, expected = t.expected
  from (select authority_id, credit_id, sum(spent) as spent, sum(committed) as committed, sum(expected) as expected
    from strategy.money_months group by authority_id, credit_id) t
  where c.authority_id = t.authority_id and c.node_id = t.credit_id;
update strategy.projects p set spent = t.spent, expected = t.expected
  from (select authority_id, project_id, sum(spent) as spent, sum(expected) as expected
    from strategy.money_months group by authority_id, project_id) t
  where p.authority_id = t.authority_id and p.node_id = t.project_id;
