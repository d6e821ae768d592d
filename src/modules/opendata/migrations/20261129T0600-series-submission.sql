-- A series is submitted by one person and published by another, as data sets are: nobody makes her own texts public by letting somebody else add a data set.

alter table opendata.series
  -- Who stands for it as it is, and which revision that is; with the next change it counts no more.
  add column submitted_by uuid,
  add column submitted_revision int,
  add check ((submitted_by is null) = (submitted_revision is null));
