-- Figures of a team are counted by the database along an index: arrivals with what they are counted by, decisions by their day.
drop index egovernment.cases_by_arrival;
create index cases_by_arrival on egovernment.cases (authority_id, received_at, id) include (unit_id, service_id, channel);
create index case_decisions_by_day on egovernment.case_decisions (authority_id, decided_at) include (case_id, signed_by);
