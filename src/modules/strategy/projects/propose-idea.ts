import { v7 } from 'uuid'
import type { StaffActor } from '#kernel/db/actor.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { ForbiddenError } from '#kernel/http/errors.ts'
import { type AuthorityId, slug } from '#kernel/ids.ts'
import { columnsOf } from '../graph/write-node.ts'

export type NewIdea = {
  readonly title: string
  /** What is to become better, and for whom. */
  readonly text: string
  readonly benefit: string
  /** Whose idea it is: an office. */
  readonly office: string
}

/**
 * Puts an idea at the beginning of the authority's pipeline; its own staff read it until those who steer decide. Anybody who works for the
 * authority may; throws 403 for others. Gives the idea's slug.
 */
export async function proposeIdea(
  scope: WriteScope<StaffActor>,
  authorityId: AuthorityId,
  idea: NewIdea,
): Promise<string> {
  const membership = scope.actor.memberships.find(
    (one) => one.authorityId === authorityId && one.continuedBy === undefined,
  )
  if (!membership) throw new ForbiddenError('does not work there')
  const id = v7()
  const name = `idee-${id.slice(-12)}`
  const key = { authority_id: authorityId }
  await scope.db
    .insertInto('strategy.nodes')
    .values({
      ...key,
      id,
      slug: name,
      kind: 'project',
      ...columnsOf({
        kind: 'project',
        level: authorityId === slug('kanton-luzern') ? 'canton' : 'municipality',
        audience: 'authority',
        standing: 'own_record',
        title: { de: idea.title },
        text: { de: idea.text },
        owner: idea.office,
        beginsOn: undefined,
        endsOn: undefined,
        sources: [{ title: `Idee, ${idea.office}`, date: scope.today() }],
      }),
      created_at: scope.now(),
      changed_at: scope.now(),
      changed_by: scope.actor.staffId,
    })
    .execute()
  await scope.db
    .insertInto('strategy.projects')
    .values({
      ...key,
      node_id: id,
      audience: 'authority',
      phase: 'idea',
      benefit: jsonb({ de: idea.benefit }),
      proposed_by: idea.office,
    })
    .execute()
  await scope.db
    .insertInto('strategy.idea_proposers')
    .values({ ...key, node_id: id, staff_id: scope.actor.staffId })
    .execute()
  scope.record('strategy.idea.proposed', { authorityId, subjectId: id, role: membership.role })
  return name
}
