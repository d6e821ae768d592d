-- Whoever keeps something for an authority is written to when it goes wrong: the program finds by their roles who they are.
create policy staff_roles_notices on kernel.staff_roles for select using ((select kernel.actor_purpose()) = 'staff-mail');
