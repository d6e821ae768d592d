-- A firm is represented by several people, each with a mandate of her own: for all services or for named ones, to read or also to hand
-- in, from a day to a day. Who may manage invites others by a link that works once, limits and ends. What a mandate does not cover, the
-- row policies do not show.

alter table kernel.representations
  -- Null: all services.
  add column service_ids text[],
  add column may_submit boolean not null default true,
  -- Invites, limits and ends other mandates of the same firm. Only who may do everything may hand it on.
  add column may_manage boolean not null default false,
  add column granted_by uuid references kernel.parties on delete set null,
  add column ended_at timestamptz,
  add constraint representations_manage_all check (not may_manage or (service_ids is null and may_submit));
-- Mandates of before were for everything and nobody could hand them on: those who hold them may.
update kernel.representations set may_manage = true;
update kernel.representations as r set ended_at = now() where exists (select from kernel.representations n
  where n.party_id = r.party_id and n.by_party_id = r.by_party_id and n.valid_from > r.valid_from);
alter table kernel.representations drop constraint representations_party_id_by_party_id_valid_from_key;
create unique index representations_one on kernel.representations (party_id, by_party_id) where ended_at is null;
create index representations_of_party on kernel.representations (party_id, id);
create index parties_uid on kernel.parties (uid) where uid is not null;

-- The mandates of the asking person, as they hold now: `r/{party}/{service}` reads, `w/{party}/{service}` acts, `m/{party}` manages; `*`
-- stands for all services. Set with the other settings of the actor, read anew for each request.
create function kernel.actor_mandates() returns text[] language sql stable parallel safe
  return string_to_array(nullif(current_setting('wegweiser.mandates', true), ''), ',');
create function kernel.stands_for(party uuid, service text) returns boolean language sql stable parallel safe
  return coalesce(party = kernel.actor_own_party() or kernel.actor_mandates() && array['r/' || party || '/*', 'r/' || party || '/' || service], false);
create function kernel.acts_for(party uuid, service text) returns boolean language sql stable parallel safe
  return coalesce(party = kernel.actor_own_party() or kernel.actor_mandates() && array['w/' || party || '/*', 'w/' || party || '/' || service], false);
create function kernel.manages(party uuid) returns boolean language sql stable parallel safe
  return coalesce('m/' || party = any (kernel.actor_mandates()), false);

-- What is a firm's as a whole is for those who stand for it in everything.
alter policy mails_party on kernel.mails using ((select kernel.actor_kind()) = 'person' and kernel.stands_for(party_id, '*'));
alter policy stored_files_party on kernel.stored_files
  using (owner_kind = 'party' and (select kernel.actor_kind()) = 'person' and kernel.stands_for(owner_id, '*'));
alter policy party_authorities_own on kernel.party_authorities
  using ((select kernel.actor_kind()) = 'person' and kernel.stands_for(party_id, '*'));

alter policy representations_own on kernel.representations
  using (by_party_id = (select kernel.actor_own_party()) or party_id = (select kernel.actor_own_party())
    or ((select kernel.actor_kind()) = 'person' and kernel.manages(party_id)));
create policy representations_manage on kernel.representations for update
  using ((select kernel.actor_kind()) = 'person' and kernel.manages(party_id))
  with check ((select kernel.actor_kind()) = 'person' and kernel.manages(party_id));
alter policy representations_keep on kernel.representations using ((select kernel.actor_purpose()) in ('people', 'mandates'));
grant update (mandate, service_ids, may_submit, may_manage, ended_at) on kernel.representations to wegweiser_app;

-- Who manages a firm's mandates reads the names of those who hold them.
create function kernel.manages_with(person uuid) returns boolean language sql stable parallel safe
  return exists (select from kernel.representations r where r.by_party_id = person and kernel.manages(r.party_id));
create policy parties_managed on kernel.parties for select
  using ((select kernel.actor_mandates()) is not null and kernel.manages_with(id));

-- An invitation to act for a firm: one use, fourteen days. Its token is only in the mail.
create table kernel.mandate_invitations (
  id uuid primary key,
  party_id uuid not null references kernel.parties on delete cascade,
  token_hash text not null unique,
  -- Null once it is no longer needed.
  email text,
  mandate text not null,
  service_ids text[],
  may_submit boolean not null,
  may_manage boolean not null,
  valid_from date not null,
  valid_to date,
  invited_by uuid references kernel.parties on delete set null,
  -- The first mandate of a firm is opened by staff who have looked at the register.
  invited_by_staff uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  check (valid_from <= valid_to),
  check (not may_manage or (service_ids is null and may_submit))
);
create index mandate_invitations_party on kernel.mandate_invitations (party_id, id);
create index mandate_invitations_by on kernel.mandate_invitations (invited_by);
create index mandate_invitations_expiry on kernel.mandate_invitations (expires_at);
alter table kernel.mandate_invitations enable row level security;
create policy mandate_invitations_read on kernel.mandate_invitations for select
  using ((select kernel.actor_kind()) = 'person' and kernel.manages(party_id));
create policy mandate_invitations_add on kernel.mandate_invitations for insert
  with check ((select kernel.actor_kind()) = 'person' and kernel.manages(party_id) and invited_by = (select kernel.actor_own_party())
    and invited_by_staff is null and used_at is null);
create policy mandate_invitations_revoke on kernel.mandate_invitations for update
  using ((select kernel.actor_kind()) = 'person' and kernel.manages(party_id))
  with check ((select kernel.actor_kind()) = 'person' and kernel.manages(party_id));
create policy mandate_invitations_system on kernel.mandate_invitations using ((select kernel.actor_purpose()) in ('mandates', 'sessions'));
grant select, insert, delete, update (used_at, revoked_at, email) on kernel.mandate_invitations to wegweiser_app;
