-- What the first page of the strategy shows is found by its kind, however much there is: what has a source before examples, and what is new.
create index nodes_real_first on strategy.nodes (kind, (standing = 'example'), authority_id, slug) where audience = 'public';
create index nodes_real_first_own on strategy.nodes (authority_id, kind, (standing = 'example'), slug) where audience = 'public';
create index nodes_news on strategy.nodes (kind, begins_on desc) where audience = 'public';
create index nodes_news_own on strategy.nodes (authority_id, kind, begins_on desc) where audience = 'public';
