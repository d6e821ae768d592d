import { v7 } from 'uuid'
import { NotFoundError, PreconditionFailedError, UnprocessableError } from '#kernel/http/errors.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { narrower } from '../graph/edge.ts'
import { findNodeByKey } from '../graph/queries.ts'
import { joinNodes } from '../graph/write-edge.ts'
import { createNode, note, requireSteering, type SteeringScope } from '../graph/write-node.ts'
import type { CostKey } from '../sharing/cost-key.ts'
import { type SavingKind, type SynergyState, stepTaken } from './life-cycle.ts'
import { findSynergy, listSavings, type Synergy, type SynergyKey } from './queries.ts'
import type { RejectionReason } from './trust.ts'

/** Who acts on which synergy, having read which revision of it. */
export type SynergyAct = {
  readonly key: SynergyKey
  readonly by: AuthorityId
  readonly revision: number
}

/** The two authorities of a synergy. */
export const partiesOf = ({ one, other }: Synergy) => [one.authorityId, other.authorityId] as const

/**
 * Takes a step for one of the two authorities: checked, agreed (both must), realised, measured, rejected with a reason, or proposed again. What
 * both agree on becomes a thing of the graph that concerns both projects. Throws 403, 404, 412, or 422 where the step does not follow or nobody
 * has said what was saved.
 */
export async function moveSynergy(
  scope: SteeringScope,
  act: SynergyAct,
  {
    to,
    reason,
    reasonNote,
  }: { to: SynergyState; reason?: RejectionReason | undefined; reasonNote?: string | undefined },
): Promise<SynergyState> {
  const synergy = await requireParty(scope, act)
  const taken = stepTaken({ ...synergy, parties: partiesOf(synergy) }, to, act.by)
  if (!taken || (to === 'rejected') !== (reason !== undefined))
    throw new UnprocessableError('the step does not follow', { userMessage: 'strategy.synergies.error.step' })
  if (to === 'measured' && !(await listSavings(scope, act.key)).some(({ kind }) => kind === 'realised'))
    throw new UnprocessableError('nothing measured', { userMessage: 'strategy.synergies.error.unmeasured' })
  await saveSynergy(scope, act, {
    state: taken.state,
    agreed_by: [...taken.agreedBy],
    reason: reason ?? null,
    reason_note: reasonNote ?? null,
  })
  await scope.db
    .insertInto('strategy.synergy_steps')
    .values({
      authority_id: act.key.authorityId,
      synergy_id: act.key.id,
      id: v7(),
      state: to,
      by_authority_id: act.by,
      taken_at: scope.now(),
    })
    .execute()
  note(scope, `synergy.${to}`, { authorityId: act.by, id: act.key.id })
  if (taken.state === 'agreed' && synergy.state !== 'agreed') await enterGraph(scope, synergy, act.by)
  return taken.state
}

/** Adds what it saves, as one office says; earlier figures stay. Throws 403, 404, 412. */
export async function addSaving(
  scope: SteeringScope,
  act: SynergyAct,
  { kind, amount, saidBy }: { kind: SavingKind; amount: number; saidBy: string },
): Promise<void> {
  const { saved } = await requireParty(scope, act)
  await scope.db
    .insertInto('strategy.synergy_savings')
    .values({
      authority_id: act.key.authorityId,
      synergy_id: act.key.id,
      id: v7(),
      kind,
      amount,
      said_on: scope.today(),
      said_by: saidBy,
      said_authority_id: act.by,
    })
    .execute()
  const now = { ...saved, [kind]: amount }
  await saveSynergy(scope, act, { [kind]: amount, value: now.realised ?? now.agreed ?? now.planned ?? 0 })
  note(scope, 'synergy.saving_added', { authorityId: act.by, id: act.key.id })
}

/** Writes what is done next, and which costs are shared after which key. Throws 403, 404, 412. */
export async function planSynergy(
  scope: SteeringScope,
  act: SynergyAct,
  { nextStep, sharedCost, key }: { nextStep: string; sharedCost: number | undefined; key: CostKey | undefined },
): Promise<void> {
  await requireParty(scope, act)
  await saveSynergy(scope, act, {
    next_step: nextStep === '' ? null : nextStep,
    shared_cost: sharedCost ?? null,
    cost_key: key?.kind ?? null,
    base_share: key?.kind === 'mixed' ? key.baseShare : null,
  })
  note(scope, 'synergy.planned', { authorityId: act.by, id: act.key.id })
}

async function requireParty(scope: SteeringScope, { key, by }: SynergyAct): Promise<Synergy> {
  requireSteering(scope, by)
  const synergy = await findSynergy(scope, key)
  if (!synergy || !partiesOf(synergy).includes(by)) throw new NotFoundError('no such synergy of hers')
  return synergy
}

type Columns = Partial<{
  state: SynergyState
  agreed_by: string[]
  reason: RejectionReason | null
  reason_note: string | null
  planned: number
  agreed: number
  realised: number
  value: number
  next_step: string | null
  shared_cost: number | null
  cost_key: CostKey['kind'] | null
  base_share: number | null
}>

async function saveSynergy(scope: SteeringScope, { key, revision }: SynergyAct, columns: Columns): Promise<void> {
  const saved = await scope.db
    .updateTable('strategy.synergies')
    .set({ ...columns, revision: revision + 1, changed_at: scope.now() })
    .where('authority_id', '=', key.authorityId)
    .where('id', '=', key.id)
    .where('revision', '=', revision)
    .returning('id')
    .executeTakeFirst()
  if (!saved) throw new PreconditionFailedError('saved by somebody else', { userMessage: 'strategy.error.changed' })
}

/** What both agreed on is a thing of the graph: paths lead from one project over it to the other. */
async function enterGraph(scope: SteeringScope, { one, other, id, nextStep }: Synergy, by: AuthorityId): Promise<void> {
  const [first, second] = [await findNodeByKey(scope, one), await findNodeByKey(scope, other)]
  if (!first || !second) throw new NotFoundError('no such project')
  const owner = first.authorityId === by ? first.owner : second.owner
  const source = { title: `Vereinbarung vom ${scope.today()}` }
  const made = await createNode(scope, {
    authorityId: by,
    slug: `synergie-${id}`,
    content: {
      kind: 'synergy',
      level: 'joint',
      audience: narrower(first.audience, second.audience),
      standing: first.standing === 'example' || second.standing === 'example' ? 'example' : 'own_record',
      title: { de: `${first.title.de} und ${second.title.de}`.slice(0, 500) },
      text: nextStep === undefined ? undefined : { de: nextStep },
      owner,
      beginsOn: scope.today(),
      endsOn: undefined,
      sources: [source],
    },
  })
  for (const to of [first, second])
    await joinNodes(scope, {
      authorityId: by,
      kind: 'concerns',
      from: { authorityId: by, id: made },
      to,
      since: scope.today(),
      owner: owner ?? by,
      source,
      note: undefined,
    })
}
