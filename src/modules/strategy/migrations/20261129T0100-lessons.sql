-- Whoever leads a project writes down what was learned in it, beside whom it concerns and what is taught and told.
alter table strategy.change_measures
  drop constraint change_measures_kind_check,
  add constraint change_measures_kind_check check (kind in ('stakeholder', 'training', 'communication', 'lesson'));
