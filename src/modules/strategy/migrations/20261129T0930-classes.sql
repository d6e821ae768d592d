-- A strategic project is of class A, as the office says; no class is computed from the scores. What nothing reads goes: figures of credits stand
-- with their sources in the node, and a score has no reason of its own.
alter table strategy.idea_scores add column is_strategic boolean, drop column reason;
drop table strategy.credit_figures;
