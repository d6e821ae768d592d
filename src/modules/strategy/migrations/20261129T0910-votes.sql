-- How members vote is said where a source or an office says it, and nowhere else; before that nothing is put to the vote. And each member has its
-- voice: for one that is no authority of the house, its keeper enters what it said, with who says so and after which source.
alter table strategy.agreements
  alter column vote_weight drop not null,
  alter column vote_weight drop default,
  alter column majority drop not null,
  alter column majority drop default,
  alter column quorum drop not null,
  alter column quorum drop default;
-- No file named a rule; what stands there was filled in.
update strategy.agreements a set vote_weight = null, majority = null, quorum = null from strategy.nodes n
where n.authority_id = a.authority_id and n.id = a.node_id and n.changed_by is null and n.standing in ('founding_text', 'public_record')
  and (a.vote_weight, a.majority, a.quorum) = ('one', 'simple', 0);
alter table strategy.agreements
  add constraint agreements_rule_whole check (num_nulls(vote_weight, majority, quorum) in (0, 3));

create table strategy.entered_ballots (
  authority_id text not null,
  vote_id uuid not null,
  member_id uuid not null,
  audience text not null,
  choice text not null check (choice in ('yes', 'no', 'abstain')),
  owner text not null check (length(owner) between 1 and 200),
  source jsonb not null check (jsonb_typeof(source) = 'object'),
  entered_at timestamptz not null,
  primary key (authority_id, vote_id, member_id),
  foreign key (authority_id, vote_id, audience) references strategy.agreement_votes (authority_id, id, audience) on update cascade,
  foreign key (authority_id, member_id) references strategy.agreement_members
);
alter table strategy.entered_ballots enable row level security;
create policy entered_ballots_read on strategy.entered_ballots for select
  using (audience = 'public' or (audience = 'staff' and (select kernel.actor_kind()) = 'staff'));
create policy entered_ballots_own on strategy.entered_ballots using (authority_id = any ((select kernel.actor_authorities())::text[]));
create policy entered_ballots_platform on strategy.entered_ballots using ((select kernel.actor_purpose()) = 'strategy');
grant select, insert, update on strategy.entered_ballots to wegweiser_app;
