-- What is new in the strategies is found by its day: decisions at gates, milestones, definitions, answers and states of motions, credits, projects.

-- Since when a motion has its state; null for what came with the content.
alter table strategy.parliament_items add column state_since date;

create index gate_decisions_news on strategy.gate_decisions (decided_on desc) where audience = 'public';
create index gate_decisions_news_own on strategy.gate_decisions (authority_id, decided_on desc) where audience = 'public';
create index milestones_news on strategy.milestones (reached_on desc) where audience = 'public' and gate is null;
create index milestones_news_own on strategy.milestones (authority_id, reached_on desc) where audience = 'public' and gate is null;
create index definitions_news on strategy.indicator_definitions (valid_from desc) where audience = 'public' and version > 1;
create index definitions_news_own on strategy.indicator_definitions (authority_id, valid_from desc) where audience = 'public' and version > 1;
create index parliament_answers on strategy.parliament_items (answered_on desc) where audience = 'public';
create index parliament_answers_own on strategy.parliament_items (authority_id, answered_on desc) where audience = 'public';
create index parliament_states on strategy.parliament_items (state_since desc) where audience = 'public';
create index parliament_states_own on strategy.parliament_items (authority_id, state_since desc) where audience = 'public';
create index credits_news on strategy.credits (decided_on desc) where audience = 'public';
create index credits_news_own on strategy.credits (authority_id, decided_on desc) where audience = 'public';
create index projects_news on strategy.projects (begins_on desc) where audience = 'public' and phase not in ('idea', 'impulse');
create index projects_news_own on strategy.projects (authority_id, begins_on desc) where audience = 'public' and phase not in ('idea', 'impulse');
create index half_years_news on strategy.half_years (frozen_at desc) where audience = 'public';

-- Things with a day of their own, without what belongs to others, of which there is much more.
drop index strategy.nodes_news;
drop index strategy.nodes_news_own;
create index nodes_news on strategy.nodes (kind, begins_on desc) where audience = 'public' and belongs_to is null;
create index nodes_news_own on strategy.nodes (authority_id, kind, begins_on desc) where audience = 'public' and belongs_to is null;
