-- Rows that a program sends find their data set at once, however many an authority has.
create table opendata.bench_tables (
  authority_id text not null,
  table_id uuid not null,
  data_set_id uuid not null,
  primary key (authority_id, table_id),
  foreign key (authority_id, data_set_id) references opendata.data_sets on delete cascade
);
create index bench_tables_data_set on opendata.bench_tables (authority_id, data_set_id);
alter table opendata.bench_tables enable row level security;
create policy bench_tables_own on opendata.bench_tables
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy bench_tables_platform on opendata.bench_tables
  using ((select kernel.actor_purpose()) = 'opendata');
grant select, insert, update, delete on opendata.bench_tables to wegweiser_app;

-- Kept by the database itself, with the rights of whoever saves the data set, so that it cannot be forgotten.
create function opendata.keep_bench_tables() returns trigger language plpgsql as $$
begin
  delete from opendata.bench_tables b using fresh f where b.authority_id = f.authority_id and b.data_set_id = f.id;
  insert into opendata.bench_tables (authority_id, table_id, data_set_id)
    select distinct on (f.authority_id, one ->> 'id') f.authority_id, (one ->> 'id')::uuid, f.id
    from fresh f, jsonb_array_elements(f.metadata -> 'distributions') as one
    where one ->> 'kind' = 'table'
    on conflict (authority_id, table_id) do update set data_set_id = excluded.data_set_id;
  return null;
end
$$;
create trigger keep_bench_tables_new after insert on opendata.data_sets
  referencing new table as fresh for each statement execute function opendata.keep_bench_tables();
create trigger keep_bench_tables after update on opendata.data_sets
  referencing new table as fresh for each statement execute function opendata.keep_bench_tables();

insert into opendata.bench_tables (authority_id, table_id, data_set_id)
  select distinct on (d.authority_id, one ->> 'id') d.authority_id, (one ->> 'id')::uuid, d.id
  from opendata.data_sets d, jsonb_array_elements(d.metadata -> 'distributions') as one
  where one ->> 'kind' = 'table';
