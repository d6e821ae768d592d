-- Programs find data sets by their keywords, each with the language it is in, such as `de:Baum`.

create function opendata.tags_of(metadata jsonb) returns text[]
  language sql immutable parallel safe
  return array(
    select distinct each_language.key || ':' || word
    from jsonb_each(metadata -> 'keywords') as each_language, jsonb_array_elements_text(each_language.value) as word);

alter table opendata.published_data_sets
  add column tags text[] not null generated always as (opendata.tags_of(metadata)) stored;

create index published_data_sets_tags on opendata.published_data_sets using gin (tags) where withdrawn_at is null;
