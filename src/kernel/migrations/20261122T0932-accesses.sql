-- A person sees who looked at her case. The list of subjects of an entry is searched by an index that a row policy would bar
-- (array operators are not leakproof), so the search runs as the owner and asks for the purpose itself.

create function kernel.accesses_of(authority text, subject uuid, before_id bigint, at_most int)
  returns table (id bigint, at timestamptz, actor_kind text, actor_role text, reason text, is_list boolean)
  language sql stable security definer set search_path = ''
  begin atomic
    select e.id, e.at, e.actor_kind, e.actor_role, e.reason, cardinality(e.subject_ids) > 1
    from kernel.audit_entries as e
    where kernel.actor_purpose() = 'accesses'
      and e.kind = 'access'
      and e.authority_id = authority
      and (e.subject_id = subject or e.subject_ids @> array[subject])
      and e.id < before_id
    order by e.id desc
    limit at_most;
  end;
revoke all on function kernel.accesses_of from public;
grant execute on function kernel.accesses_of to wegweiser_app;
