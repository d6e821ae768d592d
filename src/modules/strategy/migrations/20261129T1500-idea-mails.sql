-- Who put in an idea gets a mail when something is decided about it, until she wants none any more. For that the program finds her.
create table strategy.idea_mails_off (
  authority_id text not null,
  staff_id uuid not null references kernel.staff on delete cascade,
  since timestamptz not null,
  primary key (authority_id, staff_id)
);
alter table strategy.idea_mails_off enable row level security;
create policy idea_mails_off_own on strategy.idea_mails_off
  using (staff_id = (select kernel.actor_staff()))
  with check (staff_id = (select kernel.actor_staff()) and authority_id = any ((select kernel.actor_authorities())::text[]));
create policy idea_mails_off_mail on strategy.idea_mails_off for select using ((select kernel.actor_purpose()) = 'staff-mail');
grant select, insert, delete on strategy.idea_mails_off to wegweiser_app;
create policy idea_proposers_mail on strategy.idea_proposers for select using ((select kernel.actor_purpose()) = 'staff-mail');
