-- A program whose line breaks sends its message again, and the other side still reads it once.

create table egovernment.message_keys (
  authority_id text not null,
  key_hash bytea not null check (length(key_hash) = 32),
  body_hash bytea not null check (length(body_hash) = 32),
  case_id uuid not null,
  message_id uuid not null,
  expires_at timestamptz not null,
  primary key (authority_id, key_hash),
  foreign key (authority_id, case_id, message_id) references egovernment.case_messages
);
create index message_keys_expiry on egovernment.message_keys (expires_at);
create index message_keys_of_message on egovernment.message_keys (authority_id, case_id, message_id);

alter table egovernment.message_keys enable row level security;
-- Whoever sees the message sees its key, which says nothing, and keeps one with a message that she writes herself.
create policy message_keys_read on egovernment.message_keys for select using (exists (
  select from egovernment.case_messages m
  where m.authority_id = message_keys.authority_id and m.case_id = message_keys.case_id and m.id = message_keys.message_id));
create policy message_keys_add on egovernment.message_keys for insert with check (exists (
  select from egovernment.case_messages m
  where m.authority_id = message_keys.authority_id and m.case_id = message_keys.case_id and m.id = message_keys.message_id
    and ((select kernel.actor_kind()) = 'staff') = (m.direction = 'out')));
create policy message_keys_erasure on egovernment.message_keys using ((select kernel.actor_purpose()) = 'erasure');
create policy message_keys_look on egovernment.message_keys for select using ((select kernel.actor_purpose()) = 'cleaning');
create policy message_keys_clean on egovernment.message_keys for delete using ((select kernel.actor_purpose()) = 'cleaning');

grant select, insert, delete on egovernment.message_keys to wegweiser_app;
