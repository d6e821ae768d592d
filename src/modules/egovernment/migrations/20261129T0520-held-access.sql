-- Whoever was taken out of a case stays out: a mailed link goes with the row of whom it went to, and a browser is let in with the proof itself.

alter table egovernment.case_mail_links add column contact_id uuid;
update egovernment.case_mail_links l set contact_id = (select p.id from egovernment.case_parties p
    where p.authority_id = l.authority_id and p.case_id = l.case_id and p.sealed_contact is not null order by p.id limit 1)
  where l.used_at is null;
alter table egovernment.case_mail_links add foreign key (authority_id, case_id, contact_id) references egovernment.case_parties on delete cascade;

create policy sessions_case_proven on kernel.sessions for insert
  with check (kind = 'case' and (select kernel.actor_purpose()) = 'case-access');
