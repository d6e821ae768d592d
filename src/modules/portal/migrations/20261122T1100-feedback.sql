-- People tell an authority where its pages are hard to use; its staff read that, answer within ten days, and mark it done.

create schema if not exists portal;
grant usage on schema portal to wegweiser_app;

create table portal.feedback (
  authority_id text not null references kernel.authorities,
  id uuid not null,
  received_at timestamptz not null,
  language text not null check (language in ('de', 'fr', 'it', 'en')),
  text text not null,
  page text,
  email text,
  answered_at timestamptz,
  answered_by uuid,
  primary key (authority_id, id),
  check ((answered_at is null) = (answered_by is null))
);
create index feedback_age on portal.feedback (received_at);

alter table portal.feedback enable row level security;
-- Whoever writes is nobody in particular, so the program takes it in.
create policy feedback_take on portal.feedback for insert with check ((select kernel.actor_purpose()) = 'feedback');
create policy feedback_read on portal.feedback for select using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy feedback_answer on portal.feedback for update
  using (authority_id = any ((select kernel.actor_authorities())::text[]))
  with check (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy feedback_see_old on portal.feedback for select using ((select kernel.actor_purpose()) = 'retention');
create policy feedback_delete_old on portal.feedback for delete using ((select kernel.actor_purpose()) = 'retention');
grant select, insert, delete, update (answered_at, answered_by) on portal.feedback to wegweiser_app;
