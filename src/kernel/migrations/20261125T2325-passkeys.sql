-- Staff show a second factor of their own: passkeys, where the sign-in service of their authority gives none.

create table kernel.passkeys (
  id uuid primary key,
  staff_id uuid not null references kernel.staff on delete cascade,
  -- As she calls it, such as «Dienstlaptop».
  name text not null check (char_length(name) between 1 and 60),
  -- Base64url, chosen by the authenticator.
  credential_id text not null unique,
  public_key bytea not null,
  -- Uses as the authenticator counts them; 0 for those that do not count.
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkeys_staff on kernel.passkeys (staff_id);

-- What an authenticator has to sign: one at a time for a session, each good once.
create table kernel.passkey_challenges (
  session_id uuid primary key references kernel.sessions (id) on delete cascade,
  challenge text not null,
  purpose text not null check (purpose in ('register', 'confirm')),
  expires_at timestamptz not null
);

alter table kernel.passkeys enable row level security;
create policy passkeys_own on kernel.passkeys for select using (staff_id = (select kernel.actor_staff()));
create policy passkeys_keep on kernel.passkeys using ((select kernel.actor_purpose()) in ('sign-in', 'people'));
grant select, insert, update (counter, last_used_at), delete on kernel.passkeys to wegweiser_app;

alter table kernel.passkey_challenges enable row level security;
create policy passkey_challenges_system on kernel.passkey_challenges using ((select kernel.actor_purpose()) = 'sign-in');
grant select, insert, update, delete on kernel.passkey_challenges to wegweiser_app;
