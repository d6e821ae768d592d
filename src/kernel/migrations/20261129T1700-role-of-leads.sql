-- Somebody may lead projects without steering them all.
alter table kernel.staff_roles drop constraint staff_roles_role_check,
  add constraint staff_roles_role_check
    check (role in ('clerk', 'lead', 'service_owner', 'data_steward', 'engineer', 'strategist', 'project_lead', 'admin'));
