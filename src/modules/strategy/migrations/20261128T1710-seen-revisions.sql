-- Taking a file over never writes over what somebody changed after the preview.

-- Which revision each known project had when the file was compared with it, by its reference.
alter table strategy.imports add column seen jsonb not null default '{}' check (jsonb_typeof(seen) = 'object');
