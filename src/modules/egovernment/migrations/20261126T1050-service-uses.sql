-- How often each service was asked for lately in the whole canton, for the front page: one number a service, and none of a few cases.

create table egovernment.service_uses (
  service_id text primary key,
  cases int not null check (cases >= 5),
  counted_at timestamptz not null
);
alter table egovernment.service_uses enable row level security;
create policy service_uses_read on egovernment.service_uses for select using (true);
create policy service_uses_count on egovernment.service_uses using ((select kernel.actor_purpose()) = 'service-uses');
create policy cases_service_uses on egovernment.cases for select using ((select kernel.actor_purpose()) = 'service-uses');
grant select, insert, delete on egovernment.service_uses to wegweiser_app;
create trigger renew_catalogue after insert or delete on egovernment.service_uses
  for each statement execute function egovernment.renew_catalogue();
