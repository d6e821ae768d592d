-- A clerk takes a person out of a case who came in with a stolen access code. The program does it, with the codes, in one transaction; the
-- audit names the clerk.
create policy case_parties_remove on egovernment.case_parties for delete using ((select kernel.actor_purpose()) = 'case-access');
create policy audit_party_removed on kernel.audit_entries for insert
  with check ((select kernel.actor_purpose()) = 'case-access' and actor_kind = 'staff' and action = 'egovernment.case.party_removed');

-- Files that nobody sent go after a day. The answers that an applicant offers are sealed, so which files they name stands beside them; null
-- where that was not noted yet: nothing is removed from those cases.
alter table egovernment.correction_offers add column file_ids uuid[];
create policy case_files_cleaning on egovernment.case_files for select using ((select kernel.actor_purpose()) = 'cleaning');
create policy correction_offers_cleaning on egovernment.correction_offers for select using ((select kernel.actor_purpose()) = 'cleaning');
