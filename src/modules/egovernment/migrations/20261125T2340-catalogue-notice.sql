-- What is published is seen by every process at once, without asking for it with every page: with the commit, those who listen are told.

create or replace function egovernment.renew_catalogue() returns trigger language plpgsql as $$
begin
  update egovernment.catalogue_revision set revision = gen_random_uuid();
  perform pg_notify('wegweiser_content', '');
  return null;
end
$$;
