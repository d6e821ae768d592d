-- Steering counts what the platform does: how cases come in, how long decisions take, how many drafts are given up. Sums only.
create policy cases_steering_read on egovernment.cases for select using ((select kernel.actor_purpose()) = 'strategy');
create policy case_decisions_steering_read on egovernment.case_decisions for select using ((select kernel.actor_purpose()) = 'strategy');
create policy drafts_steering_read on egovernment.drafts for select using ((select kernel.actor_purpose()) = 'strategy');
