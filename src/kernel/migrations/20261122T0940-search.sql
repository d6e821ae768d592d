-- People find services, data and places in their own words: four languages with their word stems, typing errors and parts of compounds.

create extension if not exists fuzzystrmatch with schema kernel;

-- Accents never matter; each language knows its own stems and stop words.
create text search configuration kernel.german (copy = pg_catalog.german);
create text search configuration kernel.french (copy = pg_catalog.french);
create text search configuration kernel.italian (copy = pg_catalog.italian);
create text search configuration kernel.english (copy = pg_catalog.english);
alter text search configuration kernel.german alter mapping for hword, hword_part, word with kernel.unaccent, german_stem;
alter text search configuration kernel.french alter mapping for hword, hword_part, word with kernel.unaccent, french_stem;
alter text search configuration kernel.italian alter mapping for hword, hword_part, word with kernel.unaccent, italian_stem;
alter text search configuration kernel.english alter mapping for asciihword, asciiword, hword_asciipart, hword, hword_part, word
  with kernel.unaccent, english_stem;

create function kernel.search_config(language text) returns regconfig language sql immutable parallel safe
  return case language
    when 'fr' then 'kernel.french'::regconfig
    when 'it' then 'kernel.italian'::regconfig
    when 'en' then 'kernel.english'::regconfig
    else 'kernel.german'::regconfig
  end;

-- Slashes, dots and hyphens would make the parser see files, hosts and numbers where people see words.
create function kernel.search_vector(language text, title text, keywords text, summary text, body text) returns tsvector
  language sql immutable parallel safe
  return setweight(to_tsvector(kernel.search_config(language), regexp_replace(title, '[^[:alnum:]]+', ' ', 'g')), 'A')
    || setweight(to_tsvector(kernel.search_config(language), regexp_replace(keywords, '[^[:alnum:]]+', ' ', 'g')), 'B')
    || setweight(to_tsvector(kernel.search_config(language), regexp_replace(summary, '[^[:alnum:]]+', ' ', 'g')), 'C')
    || setweight(to_tsvector(kernel.search_config(language), regexp_replace(body, '[^[:alnum:]]+', ' ', 'g')), 'D');

-- What can be found: one row per thing and language. Everybody reads; only what publishes writes. The policy for reading is constant, so
-- that the index on the words still works (a policy that looks at rows would forbid it).
create table kernel.search_documents (
  kind text not null,
  id text not null,
  -- The authority that it belongs to; null where it holds for all.
  authority_id text references kernel.authorities,
  language text not null check (language in ('de', 'fr', 'it', 'en')),
  title text not null,
  summary text not null default '',
  -- What people call it, besides the title.
  keywords text not null default '',
  body text not null default '',
  -- What it can be filtered by, such as `life:moving`.
  facets text[] not null default '{}',
  vector tsvector not null generated always as (kernel.search_vector(language, title, keywords, summary, body)) stored,
  unique nulls not distinct (kind, id, authority_id, language)
);
create index search_documents_vector on kernel.search_documents using gin (vector);
create index search_documents_authority on kernel.search_documents (authority_id);
alter table kernel.search_documents enable row level security;
create policy search_documents_read on kernel.search_documents for select using (true);
create policy search_documents_write on kernel.search_documents
  using ((select kernel.actor_purpose()) in ('content', 'publishing'))
  with check ((select kernel.actor_purpose()) in ('content', 'publishing'));
grant select, insert, update, delete on kernel.search_documents to wegweiser_app;

-- The words of titles and keywords, as typed without accents: what a typing error or a part of a compound is compared with.
-- A word that is no longer used leads to no document and does no harm.
create table kernel.search_words (
  language text not null,
  word text not null,
  primary key (language, word)
);
create index search_words_similar on kernel.search_words using gin (word kernel.gin_trgm_ops);
create index search_words_word on kernel.search_words (word);
alter table kernel.search_words enable row level security;
create policy search_words_read on kernel.search_words for select using (true);
create policy search_words_add on kernel.search_words for insert
  with check ((select kernel.actor_purpose()) in ('content', 'publishing'));
grant select, insert on kernel.search_words to wegweiser_app;
