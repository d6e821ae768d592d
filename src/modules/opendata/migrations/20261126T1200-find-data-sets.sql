-- People find data sets in their own words and narrow them down by authority, theme, format, frequency and licence.

-- The words of a data set in one language: title, keywords, description; then what its distributions and columns are called.
create function opendata.words_in(language text, authority_id text, metadata jsonb) returns tsvector
  language sql immutable parallel safe
  return kernel.search_vector(
    language,
    coalesce(metadata -> 'title' ->> language, ''),
    coalesce((select string_agg(word, ' . ') from jsonb_array_elements_text(metadata -> 'keywords' -> language) as word), ''),
    coalesce(metadata -> 'description' ->> language, ''),
    authority_id || ' ' || coalesce((
      select string_agg(said ->> language, ' . ')
      from (
        select jsonb_path_query(metadata, 'lax $.distributions[*].title')
        union all
        select jsonb_path_query(metadata, 'lax $.distributions[*].columns[*].title')
      ) as told(said)), ''));

-- Titles and keywords in all languages without accents, for parts of words.
create function opendata.plain_names(metadata jsonb) returns text
  language sql immutable parallel safe
  return (
    select translate(lower(coalesce(string_agg(word, ' . '), '')), 'äàâáëèêéïìîíöòôóüùûúçñ', 'aaaaeeeeiiiioooouuuucn')
    from (
      select value from jsonb_each_text(metadata -> 'title')
      union all
      select word from jsonb_each(metadata -> 'keywords') as each_language, jsonb_array_elements_text(each_language.value) as word
    ) as names(word));

-- What a data set can be filtered by, such as `theme:ENVI`. A table is there in every format that is downloaded.
create function opendata.facets_of(authority_id text, metadata jsonb) returns text[]
  language sql immutable parallel safe
  return array(
    select distinct facet from (
      select 'authority:' || authority_id
      union all select 'theme:' || theme from jsonb_array_elements_text(metadata -> 'themes') as theme
      union all select 'frequency:' || (metadata ->> 'frequency')
      union all select 'licence:' || (metadata ->> 'licence')
      union all select 'series:' || (metadata ->> 'series')
      union all
      select 'format:' || format
      from jsonb_array_elements(metadata -> 'distributions') as one,
        unnest(case one ->> 'kind'
          when 'table' then array['CSV', 'XLSX', 'JSON', 'PARQUET',
            case when jsonb_path_exists(one, '$.columns[*] ? (@.type == "geometry")') then 'GEOJSON' end]
          when 'service' then array[coalesce(one ->> 'format', 'API')]
          else array[one ->> 'format'] end) as format
    ) as facets(facet) where facet is not null);

alter table opendata.published_data_sets
  add column words tsvector not null generated always as (
    opendata.words_in('de', authority_id, metadata) || opendata.words_in('fr', authority_id, metadata)
    || opendata.words_in('it', authority_id, metadata) || opendata.words_in('en', authority_id, metadata)) stored,
  add column names text not null generated always as (opendata.plain_names(metadata)) stored,
  add column facets text[] not null generated always as (opendata.facets_of(authority_id, metadata)) stored;

create index published_data_sets_words on opendata.published_data_sets using gin (words) where withdrawn_at is null;
create index published_data_sets_names on opendata.published_data_sets using gin (names kernel.gin_trgm_ops) where withdrawn_at is null;
create index published_data_sets_facets on opendata.published_data_sets using gin (facets) where withdrawn_at is null;
create index published_data_sets_id on opendata.published_data_sets (id);
create index published_data_sets_newest on opendata.published_data_sets (changed_at desc, id desc) where withdrawn_at is null;
create index published_data_sets_newest_of on opendata.published_data_sets (authority_id, changed_at desc, id desc)
  where withdrawn_at is null;

-- Feeds of changes are paged by time.
create index data_set_changes_of on opendata.data_set_changes (authority_id, data_set_id, at desc, id desc);
create index data_set_changes_newest on opendata.data_set_changes (at desc, id desc);
create index data_set_changes_newest_of on opendata.data_set_changes (authority_id, at desc, id desc);
