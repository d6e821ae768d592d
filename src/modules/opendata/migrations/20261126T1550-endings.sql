-- A version that was never public may give way to the same rows with columns that are described better; what was public stays for good.
grant delete on opendata.table_versions to wegweiser_app;
create policy table_versions_keep on opendata.table_versions as restrictive for delete using (published_at is null);

-- A catalogue of others that an authority takes over has an end; what came from it becomes the authority's own.
grant delete on opendata.harvest_sources, opendata.harvest_runs, opendata.harvested_data_sets to wegweiser_app;
