import { v7 } from 'uuid'
import { jsonb } from '#kernel/db/jsonb.ts'
import { ConflictError } from '#kernel/http/errors.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { type AuthorityId, uuid } from '#kernel/ids.ts'
import type { NodeKey } from '../graph/node.ts'
import { claimRevision, note, requireLeading, requireSteering, type SteeringScope } from '../graph/write-node.ts'
import type { SkillLevel } from '../planning/instance.ts'
import { firstDay } from './months.ts'
import type { SkillId } from './person.ts'

/** Adds to what people can do. Throws 403, or 409 where the authority has one of that name. */
export async function createSkill(
  scope: SteeringScope,
  { authorityId, slug, name }: { authorityId: AuthorityId; slug: string; name: LocalText },
): Promise<SkillId> {
  requireSteering(scope, authorityId)
  const id = uuid<'strategy-skill'>(v7())
  const made = await scope.db
    .insertInto('strategy.skills')
    .values({ authority_id: authorityId, id, slug, name: jsonb(name) })
    .onConflict((conflict) => conflict.columns(['authority_id', 'slug']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) throw new ConflictError('name taken', { userMessage: 'strategy.error.name_taken', values: { slug } })
  note(scope, 'skill.created', { authorityId, id })
  return id
}

/** What a project needs of a skill at a level in every month from one to another: tenths of days each; 0 takes it away. */
export type DemandStretch = {
  readonly skillId: SkillId
  readonly level: SkillLevel
  readonly from: number
  readonly to: number
  readonly tenths: number
  readonly isAgreed: boolean
}

/** Sets what a project needs in some months; what was there for these is replaced. Throws 403, 404, 412. */
export async function setDemand(
  scope: SteeringScope,
  key: NodeKey,
  { revision, change }: { revision: number; change: DemandStretch },
): Promise<void> {
  await requireLeading(scope, key)
  await claimRevision(scope, key, revision)
  const { skillId, level, from, to, tenths, isAgreed } = change
  await scope.db
    .deleteFrom('strategy.demands')
    .where('authority_id', '=', key.authorityId)
    .where('node_id', '=', key.id)
    .where('skill_id', '=', skillId)
    .where('level', '=', level)
    .where('month', '>=', firstDay(from))
    .where('month', '<=', firstDay(to))
    .execute()
  const months = Array.from({ length: tenths === 0 ? 0 : to - from + 1 }, (_one, at) => from + at)
  if (months.length > 0)
    await scope.db
      .insertInto('strategy.demands')
      .values(
        months.map((month) => ({
          authority_id: key.authorityId,
          node_id: key.id,
          skill_id: skillId,
          level,
          month: firstDay(month),
          tenths,
          state: isAgreed ? ('agreed' as const) : ('planned' as const),
        })),
      )
      .execute()
  note(scope, 'demand.saved', key)
}
