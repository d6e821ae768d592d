-- Stewards see of each month of a feed what was hidden and why; a month that was counted is never counted again.

create table opendata.feed_months (
  authority_id text not null references kernel.authorities,
  feed text not null,
  month date not null,
  k int not null,
  shown int not null,
  small int not null,
  dominated int not null,
  complement int not null,
  earlier int not null,
  lost int not null,
  counted_at timestamptz not null,
  primary key (authority_id, feed, month)
);
create index feed_months_list on opendata.feed_months (authority_id, month desc, feed);
alter table opendata.feed_months enable row level security;
create policy feed_months_own on opendata.feed_months for select
  using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy feed_months_platform on opendata.feed_months using ((select kernel.actor_purpose()) = 'opendata');
grant select, insert on opendata.feed_months to wegweiser_app;
