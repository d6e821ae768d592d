-- Since when an authority waits for the applicant, and until when at first: its own time stands still meanwhile.
alter table egovernment.cases add column waiting_since date, add column answer_by date;
grant update (waiting_since, answer_by) on egovernment.cases to wegweiser_app;

with asked as (
  select authority_id, case_id, asked_at as at, answer_by from egovernment.case_questions where answered_at is null
  union all
  select authority_id, case_id, requested_at, answer_by from egovernment.case_corrections where corrected_at is null and requested_at is not null
), waits as (
  select authority_id, case_id, min((at at time zone 'Europe/Zurich')::date) as since, min(answer_by) as answer_by from asked group by 1, 2
)
update egovernment.cases c
set waiting_since = coalesce(w.since, (c.updated_at at time zone 'Europe/Zurich')::date), answer_by = w.answer_by
from egovernment.cases c2 left join waits w on w.authority_id = c2.authority_id and w.case_id = c2.id
where c2.status = 'waiting_for_applicant' and c2.authority_id = c.authority_id and c2.id = c.id;
