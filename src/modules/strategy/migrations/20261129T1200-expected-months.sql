-- Months in which something is expected, by credit: what those that are over still expect is found without reading those that do not.
create index money_months_expected on strategy.money_months (authority_id, credit_id, month) where expected <> 0;
