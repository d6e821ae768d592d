-- Who is in charge of what is asked for with every submission and changes a few times a year: processes remember it until they are told,
-- with the commit, that something of it has changed.

create function kernel.announce_content() returns trigger language plpgsql as $$
begin
  perform pg_notify('wegweiser_content', '');
  return null;
end
$$;

create trigger announce_content after insert or update or delete on kernel.authorities
  for each statement execute function kernel.announce_content();
create trigger announce_content after insert or update or delete on kernel.authority_successions
  for each statement execute function kernel.announce_content();
create trigger announce_content after insert or update or delete on kernel.units
  for each statement execute function kernel.announce_content();
create trigger announce_content after insert or update or delete on kernel.unit_serves
  for each statement execute function kernel.announce_content();
create trigger announce_content after insert or update or delete on kernel.competences
  for each statement execute function kernel.announce_content();
