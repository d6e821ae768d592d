import { isUuid, slug, uuid } from '#kernel/ids.ts'
import type { JobHandler } from '#kernel/module.ts'
import { eraseCase } from '../cases/erase-case.ts'

const atOnce = 20

/** Job: erases the cases of a confirmed batch. What is held, taken up again or not appraised meanwhile is kept, and noted as such. */
export const eraseBatch: JobHandler = async (scope, { payload }) => {
  const authorityId = slug<'authority'>(String(payload.authorityId))
  const proposalId = String(payload.proposalId)
  if (!isUuid(proposalId)) return
  const rows = await scope.db
    .selectFrom('egovernment.erasure_proposal_cases as p')
    .innerJoin('egovernment.erasure_proposals as b', (on) =>
      on.onRef('b.authority_id', '=', 'p.authority_id').onRef('b.id', '=', 'p.proposal_id'),
    )
    .innerJoin('egovernment.cases as c', (on) =>
      on.onRef('c.authority_id', '=', 'p.authority_id').onRef('c.id', '=', 'p.case_id'),
    )
    .leftJoin('egovernment.archive_offers as o', (on) =>
      on.onRef('o.authority_id', '=', 'p.authority_id').onRef('o.case_id', '=', 'p.case_id'),
    )
    .select(['c.id', 'c.status', 'c.legal_hold', 'c.kept_until', 'o.appraisal'])
    .where('p.authority_id', '=', authorityId)
    .where('p.proposal_id', '=', proposalId)
    .where('p.outcome', 'is', null)
    .where('b.is_confirmed', '=', true)
    .orderBy('c.id')
    .limit(atOnce)
    .forUpdate('c')
    .execute()
  for (const { id, status, legal_hold, kept_until, appraisal } of rows) {
    const hasEnded = kept_until !== null && kept_until < scope.today()
    const mayGo = (status === 'closed' || status === 'withdrawn') && !legal_hold && hasEnded && appraisal !== null
    if (mayGo) await eraseCase(scope, { authorityId, caseId: uuid(id) }, 'egovernment.retention.erased')
    scope.write(
      scope.db
        .updateTable('egovernment.erasure_proposal_cases')
        .set({ outcome: mayGo ? 'erased' : 'kept' })
        .where('authority_id', '=', authorityId)
        .where('proposal_id', '=', proposalId)
        .where('case_id', '=', id),
    )
  }
  if (rows.length === atOnce)
    scope.enqueue('egovernment.erase_cases', { authorityId, payload: { authorityId, proposalId } })
}
