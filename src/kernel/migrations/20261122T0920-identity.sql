-- People get in: residents and firms as parties, staff with their roles, sign-ins by (issuer, subject), sessions, and keys for programs.

-- A person's settings list herself first, then those she acts for. What belongs to her alone is asked for with this.
create function kernel.actor_own_party() returns uuid language sql stable parallel safe
  return (kernel.actor_parties())[1];

-- Whom authorities deal with, apart from how somebody signs in: a guest has a party and no identity.
create table kernel.parties (
  id uuid primary key,
  kind text not null check (kind in ('natural', 'legal')),
  name text not null,
  given_name text,
  family_name text,
  uid text check (uid ~ '^CHE-\d{3}\.\d{3}\.\d{3}$'),
  email text,
  phone text,
  language text not null default 'de' check (language in ('de', 'fr', 'it', 'en')),
  address jsonb,
  email_notices boolean not null default true,
  created_at timestamptz not null,
  check (uid is null or kind = 'legal')
);

-- An authority sees a party once she has dealt with it: one row per authority that received something from or for it.
create table kernel.party_authorities (
  authority_id text not null,
  party_id uuid not null references kernel.parties on delete cascade,
  since timestamptz not null,
  primary key (authority_id, party_id)
);
create index party_authorities_party on kernel.party_authorities (party_id);

create table kernel.staff (
  id uuid primary key,
  name text not null,
  email text not null,
  language text not null default 'de' check (language in ('de', 'fr', 'it', 'en')),
  is_disabled boolean not null default false,
  -- SHA-256 of the one-time key that links this person to her sign-in; gone once used.
  invitation_hash text unique,
  invitation_expires_at timestamptz,
  created_at timestamptz not null
);

-- `valid_to` is the last day. Without a unit the role holds for the whole authority.
create table kernel.staff_roles (
  id uuid primary key default uuidv7(),
  staff_id uuid not null references kernel.staff on delete cascade,
  authority_id text not null,
  unit_id text,
  role text not null check (role in ('clerk', 'lead', 'service_owner', 'data_steward', 'engineer', 'strategist', 'admin')),
  valid_from date not null,
  valid_to date,
  check (valid_from <= valid_to),
  unique nulls not distinct (staff_id, authority_id, unit_id, role, valid_from)
);
create index staff_roles_authority on kernel.staff_roles (authority_id, staff_id);

-- Who may act for whom, and on what ground.
create table kernel.representations (
  id uuid primary key default uuidv7(),
  party_id uuid not null references kernel.parties on delete cascade,
  by_party_id uuid not null references kernel.parties on delete cascade,
  mandate text not null,
  valid_from date not null,
  valid_to date,
  check (valid_from <= valid_to),
  check (party_id <> by_party_id),
  unique (party_id, by_party_id, valid_from)
);
create index representations_by on kernel.representations (by_party_id);

-- A sign-in elsewhere, known by issuer and subject and never by its e-mail.
create table kernel.identities (
  id uuid primary key,
  kind text not null check (kind in ('person', 'staff')),
  issuer text not null,
  subject text not null,
  party_id uuid references kernel.parties on delete cascade,
  staff_id uuid references kernel.staff on delete cascade,
  level text not null check (level in ('none', 'low', 'substantial', 'high')),
  last_seen_at timestamptz not null,
  created_at timestamptz not null,
  disabled_at timestamptz,
  unique (issuer, subject),
  check ((kind = 'person') = (party_id is not null)),
  check ((kind = 'staff') = (staff_id is not null))
);
create index identities_party on kernel.identities (party_id);
create index identities_staff on kernel.identities (staff_id);

-- Sessions by the SHA-256 of their token; the token itself is only in the browser.
create table kernel.sessions (
  token_hash text primary key,
  id uuid not null unique,
  kind text not null check (kind in ('person', 'staff', 'case')),
  identity_id uuid references kernel.identities on delete cascade,
  staff_id uuid references kernel.staff on delete cascade,
  party_id uuid references kernel.parties on delete cascade,
  level text not null default 'none' check (level in ('none', 'low', 'substantial', 'high')),
  second_factor_at timestamptz,
  authenticated_at timestamptz not null,
  case_authority_id text,
  case_id uuid,
  -- The browser in words, such as «Firefox on Linux», so that people recognise it in the list of their sessions.
  browser text,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  check ((kind = 'person') = (party_id is not null)),
  check ((kind = 'staff') = (staff_id is not null)),
  check ((kind = 'case') = (case_id is not null)),
  check ((case_id is null) = (case_authority_id is null))
);
create index sessions_party on kernel.sessions (party_id);
create index sessions_staff on kernel.sessions (staff_id);
create index sessions_expiry on kernel.sessions (expires_at);

-- Sign-ins under way, each good for one answer of the provider, in the browser that began it.
create table kernel.sign_ins (
  state_hash text primary key,
  browser_hash text not null,
  kind text not null check (kind in ('person', 'staff')),
  nonce text not null,
  verifier text not null,
  next text not null,
  level text not null check (level in ('none', 'low', 'substantial', 'high')),
  invitation_hash text,
  expires_at timestamptz not null
);
create index sign_ins_expiry on kernel.sign_ins (expires_at);

-- Keys of programs. Without an authority a key belongs to none of them and only brings its scopes.
create table kernel.api_keys (
  id uuid primary key,
  authority_id text,
  name text not null,
  key_hash text not null unique,
  scopes text[] not null check (cardinality(scopes) > 0),
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz
);
create index api_keys_authority on kernel.api_keys (authority_id);

-- Who sees and changes what. The program itself acts for a named purpose: `authenticate` reads who is asking, `sign-in` lets in,
-- `people` keeps staff, roles and keys, `sessions` clears away what is over.
alter table kernel.parties enable row level security;
create policy parties_own on kernel.parties for select using (id = any ((select kernel.actor_parties())::uuid[]));
create policy parties_known on kernel.parties for select using (exists (
  select from kernel.party_authorities known
  where known.party_id = parties.id and known.authority_id = any ((select kernel.actor_authorities())::text[])));
create policy parties_change_own on kernel.parties for update
  using (id = (select kernel.actor_own_party())) with check (id = (select kernel.actor_own_party()));
create policy parties_system on kernel.parties using ((select kernel.actor_kind()) = 'system');
grant select, insert, delete, update (name, given_name, family_name, uid, email, phone, language, address, email_notices)
  on kernel.parties to wegweiser_app;

alter table kernel.party_authorities enable row level security;
create policy party_authorities_staff on kernel.party_authorities for select
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy party_authorities_own on kernel.party_authorities for select
  using (party_id = any ((select kernel.actor_parties())::uuid[]));
create policy party_authorities_system on kernel.party_authorities using ((select kernel.actor_kind()) = 'system');
grant select, insert, delete on kernel.party_authorities to wegweiser_app;

alter table kernel.staff enable row level security;
create policy staff_own on kernel.staff for select using (id = (select kernel.actor_staff()));
create policy staff_colleagues on kernel.staff for select using (exists (
  select from kernel.staff_roles held
  where held.staff_id = staff.id and held.authority_id = any ((select kernel.actor_authorities())::text[])));
create policy staff_named on kernel.staff for select using ((select kernel.actor_kind()) = 'system');
create policy staff_keep on kernel.staff using ((select kernel.actor_purpose()) in ('sign-in', 'people'));
grant select, insert, update on kernel.staff to wegweiser_app;

alter table kernel.staff_roles enable row level security;
create policy staff_roles_own on kernel.staff_roles for select using (staff_id = (select kernel.actor_staff()));
create policy staff_roles_colleagues on kernel.staff_roles for select
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy staff_roles_read on kernel.staff_roles for select using ((select kernel.actor_purpose()) in ('authenticate', 'sign-in'));
create policy staff_roles_keep on kernel.staff_roles using ((select kernel.actor_purpose()) = 'people');
grant select, insert, update (valid_to), delete on kernel.staff_roles to wegweiser_app;

alter table kernel.representations enable row level security;
create policy representations_own on kernel.representations for select
  using (by_party_id = (select kernel.actor_own_party()) or party_id = (select kernel.actor_own_party()));
create policy representations_known on kernel.representations for select using (exists (
  select from kernel.party_authorities known
  where known.party_id = representations.party_id and known.authority_id = any ((select kernel.actor_authorities())::text[])));
create policy representations_read on kernel.representations for select using ((select kernel.actor_purpose()) = 'authenticate');
create policy representations_keep on kernel.representations using ((select kernel.actor_purpose()) = 'people');
grant select, insert, update (valid_to), delete on kernel.representations to wegweiser_app;

alter table kernel.identities enable row level security;
create policy identities_own on kernel.identities for select
  using (party_id = (select kernel.actor_own_party()) or staff_id = (select kernel.actor_staff()));
create policy identities_read on kernel.identities for select using ((select kernel.actor_purpose()) = 'authenticate');
create policy identities_keep on kernel.identities using ((select kernel.actor_purpose()) in ('sign-in', 'people'));
grant select, insert, update (level, last_seen_at, disabled_at) on kernel.identities to wegweiser_app;

alter table kernel.sessions enable row level security;
create policy sessions_own on kernel.sessions for select
  using (party_id = (select kernel.actor_own_party()) or staff_id = (select kernel.actor_staff()));
create policy sessions_end_own on kernel.sessions for update
  using (party_id = (select kernel.actor_own_party()) or staff_id = (select kernel.actor_staff()))
  with check (party_id = (select kernel.actor_own_party()) or staff_id = (select kernel.actor_staff()));
create policy sessions_of_case on kernel.sessions for insert with check (kind = 'case' and case_id = (select kernel.actor_case()));
create policy sessions_system on kernel.sessions
  using ((select kernel.actor_purpose()) in ('authenticate', 'sign-in', 'people', 'sessions'));
grant select, insert, update (last_seen_at, ended_at), delete on kernel.sessions to wegweiser_app;

alter table kernel.sign_ins enable row level security;
create policy sign_ins_system on kernel.sign_ins using ((select kernel.actor_purpose()) in ('sign-in', 'sessions'));
grant select, insert, delete on kernel.sign_ins to wegweiser_app;

alter table kernel.api_keys enable row level security;
create policy api_keys_own on kernel.api_keys for select using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy api_keys_read on kernel.api_keys for select using ((select kernel.actor_purpose()) = 'authenticate');
create policy api_keys_keep on kernel.api_keys using ((select kernel.actor_purpose()) = 'people');
grant select, insert, update (revoked_at) on kernel.api_keys to wegweiser_app;
