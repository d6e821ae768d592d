-- Anybody asks about a data set, or tells what is wrong with it; its authority answers, and decides what of it becomes public.

create table opendata.questions (
  authority_id text not null,
  id uuid not null,
  data_set_id uuid not null,
  -- Who asked; nobody any more a while after the answer.
  addressee_id uuid references opendata.addressees on delete set null,
  kind text not null check (kind in ('question', 'fault', 'wish')),
  state text not null check (state in ('unconfirmed', 'open', 'answered', 'published', 'refused')),
  language text not null check (language in ('de', 'fr', 'it', 'en')),
  text text not null check (length(text) between 1 and 2000),
  asked_at timestamptz not null,
  confirmation_hash text,
  confirm_until timestamptz,
  answer text check (length(answer) between 1 and 5000),
  answered_at timestamptz,
  answered_by uuid,
  primary key (authority_id, id),
  foreign key (authority_id, data_set_id) references opendata.published_data_sets,
  check ((state = 'unconfirmed') = (confirmation_hash is not null)),
  check ((confirmation_hash is null) = (confirm_until is null)),
  check ((answer is null) = (answered_at is null)),
  check ((state in ('unconfirmed', 'open')) = (answer is null))
);
create index questions_desk on opendata.questions (authority_id, state, asked_at desc, id desc);
create index questions_all on opendata.questions (authority_id, asked_at desc, id desc) where state <> 'unconfirmed';
create index questions_addressee on opendata.questions (addressee_id) where addressee_id is not null;
create index questions_answered on opendata.questions (answered_at) where addressee_id is not null;
create index questions_age on opendata.questions (asked_at);
create unique index questions_confirmation on opendata.questions (confirmation_hash) where confirmation_hash is not null;
alter table opendata.questions enable row level security;
create policy questions_program on opendata.questions using ((select kernel.actor_purpose()) = 'correspondence');
create policy questions_read on opendata.questions for select
  using (authority_id = any ((select kernel.actor_authorities())::text[]) and state <> 'unconfirmed');
create policy questions_answer on opendata.questions for update
  using (authority_id = any ((select kernel.actor_authorities())::text[]) and state <> 'unconfirmed')
  with check (authority_id = any ((select kernel.actor_authorities())::text[]) and state <> 'unconfirmed');
create policy questions_own on opendata.questions for select
  using (addressee_id = (select id from opendata.addressees where party_id = (select kernel.actor_own_party())));
grant select, insert, update, delete on opendata.questions to wegweiser_app;

-- What everybody reads: question and answer in the words in which they were released. It stays when the question itself is erased.
create table opendata.published_questions (
  authority_id text not null,
  data_set_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('question', 'fault', 'wish')),
  language text not null check (language in ('de', 'fr', 'it', 'en')),
  text text not null check (length(text) between 1 and 2000),
  answer text not null check (length(answer) between 1 and 5000),
  asked_on date not null,
  answered_at timestamptz not null,
  primary key (authority_id, id),
  foreign key (authority_id, data_set_id) references opendata.published_data_sets
);
create index published_questions_of on opendata.published_questions (authority_id, data_set_id, answered_at desc, id desc);
alter table opendata.published_questions enable row level security;
create policy published_questions_read on opendata.published_questions for select using (true);
create policy published_questions_own on opendata.published_questions
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
grant select, insert, update, delete on opendata.published_questions to wegweiser_app;
