-- An authority's own term counts only where the version that a case was handed in with allows it: the last days of services with such a term
-- are noted anew by the nightly job, and none of these cases is let go before.

update egovernment.cases c set kept_until = null
  from egovernment.retention_rules r
  where r.authority_id = c.authority_id and r.service_id = c.service_id and r.ended_at is null
    and c.status in ('closed', 'withdrawn') and c.erased_at is null;
