-- Lists of who has access stay quick however long an authority has been at work.
create index staff_roles_list on kernel.staff_roles (authority_id, id);
create index api_keys_list on kernel.api_keys (authority_id, id);
create index audit_entries_access_acts on kernel.audit_entries (authority_id, id) where kind = 'act' and action like 'kernel.%';
