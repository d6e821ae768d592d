-- What is sensitive is asked for by who has just shown again that it is her, and what she had entered waits for her meanwhile.

-- When the person herself last showed who she is; null when the provider did not say.
alter table kernel.sessions add column proven_at timestamptz;

-- A sign-in that asks the provider to have the person show it again now, whatever it remembers.
alter table kernel.sign_ins add column is_fresh boolean not null default false;

-- A form that was sent with a sign-in too old for it: sealed, for this identity only, a quarter of an hour.
create table kernel.kept_forms (
  id uuid primary key,
  identity_id uuid not null references kernel.identities on delete cascade,
  wrapped_key bytea not null,
  sealed_form bytea not null,
  expires_at timestamptz not null
);
create index kept_forms_identity on kernel.kept_forms (identity_id);
create index kept_forms_expiry on kernel.kept_forms (expires_at);

alter table kernel.kept_forms enable row level security;
create policy kept_forms_system on kernel.kept_forms using ((select kernel.actor_purpose()) in ('sign-in', 'sessions'));
grant select, insert, delete on kernel.kept_forms to wegweiser_app;
