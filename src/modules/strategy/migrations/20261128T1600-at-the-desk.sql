-- What changes in a service, and from when; who says that somebody is a member of an agreement, and takes part in a project; imports can be
-- read anew with other columns.

alter table strategy.project_services add column since date;

-- Each statement with its source and the office that makes it; null where it came with the content, whose agreement has the sources.
alter table strategy.agreement_members
  add column owner text check (length(owner) between 1 and 200),
  add column source jsonb check (jsonb_typeof(source) = 'object');
alter table strategy.agreement_parts
  add column owner text check (length(owner) between 1 and 200),
  add column source jsonb check (jsonb_typeof(source) = 'object');

-- How the table of a file was read (its headings, which column each stands for, what is wrong so), and the file itself, to be read anew with
-- other columns; null for a file that says itself what is what.
alter table strategy.imports
  add column sheet jsonb check (jsonb_typeof(sheet) = 'object'),
  add column file bytea check (octet_length(file) <= 5000000);
grant update on strategy.imports to wegweiser_app;

-- What the executive answered, and when.
alter table strategy.parliament_items
  add column answer text check (length(answer) between 1 and 5000),
  add column answered_on date;
alter table strategy.agreement_parts
  add column end_owner text check (length(end_owner) between 1 and 200),
  add column end_source jsonb check (jsonb_typeof(end_source) = 'object');
