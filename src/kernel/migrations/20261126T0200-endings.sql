-- What was taken away is gone everywhere: sessions know the passkey they were opened with, what waits for a sign-in waits in one browser,
-- and keys of programs have a last day.

-- The passkey that was shown in this session. Sessions of before know none and end within twelve hours.
alter table kernel.sessions add column passkey_id uuid;
create index sessions_passkey on kernel.sessions (passkey_id) where passkey_id is not null;

-- A form that waits belongs to the browser that sent it, not to everybody who signs in as the same person. Those of before are over in minutes.
delete from kernel.kept_forms;
alter table kernel.kept_forms add column browser_hash text not null, add column kept_at timestamptz not null;

-- Keys of before have a year from now. `last_used_on` is a day, written once a day: enough to know which ones nobody needs.
alter table kernel.api_keys add column last_used_on date;
update kernel.api_keys set expires_at = now() + interval '1 year' where expires_at is null;
alter table kernel.api_keys alter column expires_at set not null;
create policy api_keys_used on kernel.api_keys for update using ((select kernel.actor_purpose()) = 'authenticate');
grant update (last_used_on) on kernel.api_keys to wegweiser_app;

-- What was revoked after an archive was made is revoked once more when the archive comes back.
create policy api_keys_again on kernel.api_keys using ((select kernel.actor_purpose()) = 'erasure');
create policy passkeys_again on kernel.passkeys using ((select kernel.actor_purpose()) = 'erasure');
create policy sessions_again on kernel.sessions using ((select kernel.actor_purpose()) = 'erasure');
create policy staff_again on kernel.staff using ((select kernel.actor_purpose()) = 'erasure');
create policy staff_roles_again on kernel.staff_roles using ((select kernel.actor_purpose()) = 'erasure');
create policy representations_again on kernel.representations using ((select kernel.actor_purpose()) = 'erasure');
