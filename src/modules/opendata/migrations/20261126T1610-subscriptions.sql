-- People without account are told by mail when a data set changes, and ask about it; nobody but the program reads where they are reached.

-- Whom mails go to: an account, at the address it has, or an address that is kept sealed and found by a keyed hash.
create table opendata.addressees (
  id uuid primary key,
  party_id uuid unique references kernel.parties on delete cascade,
  address_hash text unique,
  sealed_address bytea,
  wrapped_key bytea not null,
  language text not null check (language in ('de', 'fr', 'it', 'en')),
  -- Ends everything without a sign-in: known by its hash, sealed for the next mail.
  ending_hash text not null unique,
  sealed_ending bytea not null,
  created_at timestamptz not null,
  -- How often something was asked for under this address on one day: nobody is flooded.
  asked_on date not null,
  asked int not null,
  -- Changes up to here were told, and on which day the last mail went.
  told_to timestamptz not null,
  told_on date,
  check ((party_id is null) = (address_hash is not null)),
  check ((address_hash is null) = (sealed_address is null))
);
alter table opendata.addressees enable row level security;
create policy addressees_program on opendata.addressees using ((select kernel.actor_purpose()) = 'correspondence');
create policy addressees_erase on opendata.addressees using ((select kernel.actor_purpose()) = 'erasure');
create policy addressees_own on opendata.addressees for select using (party_id = (select kernel.actor_own_party()));
grant select, insert, update, delete on opendata.addressees to wegweiser_app;

-- What they follow: one data set, or all of an authority.
create table opendata.subscriptions (
  authority_id text not null references kernel.authorities,
  id uuid not null,
  addressee_id uuid not null references opendata.addressees on delete cascade,
  data_set_id uuid,
  created_at timestamptz not null,
  -- The link that proves the address, by its hash; works once.
  confirmation_hash text,
  confirm_until timestamptz,
  confirmed_at timestamptz,
  primary key (authority_id, id),
  unique nulls not distinct (authority_id, addressee_id, data_set_id),
  foreign key (authority_id, data_set_id) references opendata.published_data_sets,
  check ((confirmation_hash is null) = (confirm_until is null)),
  check (confirmation_hash is not null or confirmed_at is not null)
);
create index subscriptions_addressee on opendata.subscriptions (addressee_id, id);
create index subscriptions_of on opendata.subscriptions (authority_id, data_set_id, addressee_id) where confirmed_at is not null;
create unique index subscriptions_confirmation on opendata.subscriptions (confirmation_hash) where confirmation_hash is not null;
create index subscriptions_unconfirmed on opendata.subscriptions (confirm_until) where confirmed_at is null;
alter table opendata.subscriptions enable row level security;
create policy subscriptions_program on opendata.subscriptions using ((select kernel.actor_purpose()) = 'correspondence');
create policy subscriptions_own on opendata.subscriptions for select
  using (addressee_id = (select id from opendata.addressees where party_id = (select kernel.actor_own_party())));
grant select, insert, update, delete on opendata.subscriptions to wegweiser_app;
