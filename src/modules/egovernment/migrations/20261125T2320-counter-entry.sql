-- A clerk enters a case for a person at the counter, on the phone or from paper: her drafts say who enters and how the person came.

alter table egovernment.drafts
  add column staff_id uuid,
  add column channel text check (channel in ('counter', 'phone', 'paper')),
  add constraint drafts_entry check ((staff_id is null) = (channel is null)),
  add constraint drafts_one_holder check (staff_id is null or party_id is null);
create index drafts_of_staff on egovernment.drafts (staff_id, updated_at) where staff_id is not null;
