-- A mail that comes again and again names where it is ended, so that mail programs can offer that beside the mail (RFC 2369, RFC 8058).

alter table kernel.mails add column ending_url text;
