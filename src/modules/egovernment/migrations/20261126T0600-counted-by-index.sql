-- With the status beside the date, what is due, new or waiting is counted from an index alone, in all of an authority and in a unit.
drop index egovernment.cases_by_due_date;
create index cases_by_due_date on egovernment.cases (authority_id, due_on, id) include (status) where is_open;
drop index egovernment.cases_by_unit;
create index cases_by_unit on egovernment.cases (authority_id, unit_id, due_on, id) include (status) where is_open;
