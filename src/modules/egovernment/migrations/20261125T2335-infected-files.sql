-- A case says when malware was found in one of its files: the program writes it into the history and marks that something is new.

create policy case_events_files on egovernment.case_events for insert
  with check ((select kernel.actor_purpose()) = 'case-files' and type = 'file_infected');
create policy cases_files_read on egovernment.cases for select using ((select kernel.actor_purpose()) = 'case-files');
create policy cases_files_mark on egovernment.cases for update using ((select kernel.actor_purpose()) = 'case-files');
