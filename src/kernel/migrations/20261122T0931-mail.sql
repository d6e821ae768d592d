-- Mails to people: written with what they tell of, sent by a job afterwards, and kept for the mailbox page.

create table kernel.mails (
  id uuid primary key,
  -- Names what the mail is about and makes it happen once, such as «case/…/received».
  key text not null unique,
  -- Whose notice it is, where the addressee is a known party.
  party_id uuid,
  -- What it is about, mostly a case: erased together with it.
  about_id uuid,
  -- Null once it is no longer needed.
  to_address text,
  language text not null check (language in ('de', 'fr', 'it', 'en')),
  subject text not null,
  body_text text not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  -- Set when the mail server refused for good, such as an address that does not exist.
  refused_at timestamptz
);
create index mails_party on kernel.mails (party_id, id);
create index mails_about on kernel.mails (about_id);
create index mails_address on kernel.mails (to_address, id);
create index mails_waiting on kernel.mails (created_at) where sent_at is null and refused_at is null;
create index mails_created on kernel.mails (created_at);

alter table kernel.mails enable row level security;
create policy mails_insert on kernel.mails for insert with check (kernel.actor_kind() is not null);
create policy mails_program on kernel.mails using ((select kernel.actor_purpose()) in ('mail', 'erasure'));
create policy mails_party on kernel.mails for select using (party_id = any ((select kernel.actor_parties())::uuid[]));
grant select, insert, update, delete on kernel.mails to wegweiser_app;
