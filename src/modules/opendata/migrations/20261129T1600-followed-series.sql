-- Series are followed by mail as data sets are, and whoever takes one back may say publicly why.

alter table opendata.published_series
  add column withdrawal_reason text check (length(withdrawal_reason) <= 1000),
  add check (withdrawal_reason is null or withdrawn_at is not null);

-- What they follow: one data set, one series, or all of an authority.
alter table opendata.subscriptions
  add column series_id uuid,
  add foreign key (authority_id, series_id) references opendata.published_series,
  add check (data_set_id is null or series_id is null),
  drop constraint subscriptions_authority_id_addressee_id_data_set_id_key,
  add unique nulls not distinct (authority_id, addressee_id, data_set_id, series_id);
create index subscriptions_of_series on opendata.subscriptions (authority_id, series_id) where series_id is not null;

create index series_submitted on opendata.series (authority_id, changed_at desc, id) where submitted_by is not null;
