-- Lists of the strategy are found by indexes, however long they grow.

-- Things that connections lead to are looked up by their ids, whoever keeps them.
create index nodes_id on strategy.nodes (id);
-- The connections of a kind that a tree is made of.
create index edges_kind on strategy.edges (kind, authority_id, id);
-- What parliaments asked for, what is due first; what has no day comes last.
create index parliament_items_list on strategy.parliament_items (coalesce(due_on, date '9999-12-31'), authority_id, node_id);
create index parliament_items_own on strategy.parliament_items (authority_id, coalesce(due_on, date '9999-12-31'), node_id);
