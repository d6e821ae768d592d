-- How good the open data is, in the open: links that lead nowhere, and how often data is used. Nothing is kept of who used it.

create table opendata.dead_links (
  authority_id text not null,
  data_set_id uuid not null,
  url text not null,
  -- What is answered, or nothing where nobody answers.
  status int,
  dead_since timestamptz not null,
  looked_at timestamptz not null,
  primary key (authority_id, data_set_id, url),
  foreign key (authority_id, data_set_id) references opendata.published_data_sets
);

-- When the links of a data set were looked at last: those that wait longest come first.
create table opendata.link_looks (
  authority_id text not null,
  data_set_id uuid not null,
  looked_at timestamptz not null,
  primary key (authority_id, data_set_id),
  foreign key (authority_id, data_set_id) references opendata.published_data_sets
);
create index link_looks_oldest on opendata.link_looks (looked_at);

create table opendata.uses (
  authority_id text not null,
  data_set_id uuid not null,
  month date not null check (extract(day from month) = 1),
  kind text not null check (kind in ('view', 'download', 'api')),
  count bigint not null check (count > 0),
  primary key (authority_id, data_set_id, month, kind),
  foreign key (authority_id, data_set_id) references opendata.published_data_sets
);

do $$
declare
  one text;
begin
  foreach one in array array['dead_links', 'link_looks', 'uses'] loop
    execute format('alter table opendata.%I enable row level security', one);
    execute format('create policy %s_read on opendata.%I for select using (true)', one, one);
    execute format('create policy %s_platform on opendata.%I using ((select kernel.actor_purpose()) = ''opendata'')', one, one);
    execute format('grant select, insert, update on opendata.%I to wegweiser_app', one);
  end loop;
end
$$;
grant delete on opendata.dead_links to wegweiser_app;
