-- A case that a clerk enters for somebody is written down in her name, in the transaction that makes the case.
create policy audit_entered_for on kernel.audit_entries for insert
  with check ((select kernel.actor_purpose()) = 'submission' and actor_kind = 'staff' and action = 'egovernment.case.entered');

-- Who is written to about a firm's case depends on who represents the firm when the mail is written.
create policy representations_mail on kernel.representations for select using ((select kernel.actor_purpose()) = 'case-mail');
