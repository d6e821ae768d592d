import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { type AuthorityId, isSlug, isUuid, slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { authoritiesOf, authorityOf, staffOf, steeringAnswer } from '../../desk/desk-context.ts'
import { type Edit, keepEdit, sentEdit, startEdit } from '../../desk/edit.ts'
import { readFrancs } from '../../desk/read-francs.ts'
import type { FieldValues } from '../../desk/versions.ts'
import { listNodesOfKinds } from '../../graph/edge-queries.ts'
import { type CostKey, shareCosts } from '../../sharing/cost-key.ts'
import { readPopulations } from '../../sharing/populations.ts'
import { synergyKinds } from '../kind.ts'
import { synergyStates } from '../life-cycle.ts'
import { addSaving, moveSynergy, partiesOf, planSynergy, type SynergyAct } from '../move-synergy.ts'
import { findSynergy, listSavings, listSynergies, type Synergy } from '../queries.ts'
import { rejectionReasons } from '../trust.ts'
import { SynergiesPage, synergiesPath } from './synergies-page.tsx'
import { planValues, savingsIn, stepValues } from './synergy-forms.tsx'
import { type SynergyForm, SynergyPage } from './synergy-page.tsx'

const reads = { permission: 'strategy.record.read' } as const
const edits = { permission: 'strategy.synergy.edit' } as const
const one = `${synergiesPath}/:keeper/:id`

/** Where authorities see what their projects have in common, decide on it together, and say what it saves. */
export function synergyRoutes(kernel: Kernel): Route[] {
  return [
    get(synergiesPath, reads, (scope, request) => showList(scope, request, kernel)),
    get(one, reads, (scope, request) => showOne(scope, request, kernel, {})),
    post(`${one}/step`, edits, (scope, request) => step(scope, request, kernel)),
    post(`${one}/savings`, edits, (scope, request) => save(scope, request, kernel)),
    post(`${one}/plan`, edits, (scope, request) => plan(scope, request, kernel)),
  ]
}

async function showList(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { query, language, t } = request
  const party = query.get('party') ?? ''
  const known = authorities.entries().flatMap((entry) => (entry.isClosed ? [] : [entry.slug]))
  const filter = {
    authorityId: known.find((id) => id === party),
    kind: synergyKinds.find((kind) => kind === query.get('kind')),
    state: synergyStates.find((state) => state === query.get('state')),
  }
  const { lines, next } = await listSynergies(scope, filter, query.get('after'))
  const body = (
    <SynergiesPage
      {...deskPage(request)}
      {...{ language, lines, next, filter }}
      authorities={known.map((id) => ({ id, name: authorities.nameOf(id, language) }))}
      nameOf={(id) => authorities.nameOf(id, language)}
      projects={await listNodesOfKinds(scope, ['project'], authorityOf(request))}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.synergies.title'), body })
}

/** The synergy of the address. Throws 404 where there is none that she may see. */
async function readAsked(scope: Scope, { params }: Request): Promise<Synergy> {
  const { keeper = '', id = '' } = params
  if (!isSlug(keeper) || !isUuid<'strategy-synergy'>(id)) throw new NotFoundError('no such synergy')
  const found = await findSynergy(scope, { authorityId: slug<'authority'>(keeper), id })
  if (!found) throw new NotFoundError('no such synergy')
  return found
}

/** For which of the two she acts: the one her form names, or the first that is hers. */
function sideOf(request: Request, synergy: Synergy): AuthorityId | undefined {
  const own = authoritiesOf(staffOf(request)).filter((id) => partiesOf(synergy).includes(id))
  return own.find((id) => id === request.form.get('by')) ?? own[0]
}

async function showOne(
  scope: Scope,
  request: Request,
  { authorities }: Kernel,
  edits: Partial<Readonly<Record<SynergyForm, Edit>>>,
  status = 200,
): Promise<Answer> {
  const { language, t, query } = request
  const synergy = await readAsked(scope, request)
  const body = (
    <SynergyPage
      {...deskPage(request)}
      {...{ language, synergy }}
      edits={{
        step: startEdit(t, {}),
        savings: startEdit(t, {}),
        plan: startEdit(t, planValues(synergy)),
        ...edits,
      }}
      savings={await listSavings(scope, synergy)}
      shares={await sharesOf(scope, synergy)}
      by={sideOf(request, synergy)}
      isSaved={query.get('done') === 'saved'}
      nameOf={(id) => authorities.nameOf(id, language)}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.synergies.one'), body }, status)
}

async function sharesOf(scope: Scope, synergy: Synergy) {
  const { sharedCost, costKey, baseShare } = synergy
  if (sharedCost === undefined || !costKey) return undefined
  const parties = [...new Set(partiesOf(synergy))]
  const people = await readPopulations(scope, parties)
  const payers = parties.map((id) => ({ id, inhabitants: people.get(id)?.inhabitants, use: undefined }))
  return shareCosts(sharedCost, payers, keyFrom(costKey, baseShare ?? 0))
}

const keyFrom = (kind: CostKey['kind'], baseShare: number): CostKey =>
  kind === 'mixed' ? { kind, baseShare } : { kind }

type Act = {
  readonly form: FormReading
  readonly of: SynergyForm
  /** What her form shows of the synergy, so that it is told whether somebody was faster; nothing for what is only added. */
  readonly stored: (synergy: Synergy) => FieldValues
  readonly work: (writing: WriteScope<StaffActor>, act: SynergyAct) => Promise<unknown>
}

/** Runs a rule for her side, and leads back with a note, or shows what was typed and what stands against it. */
async function act(scope: Scope, request: Request, kernel: Kernel, { form, of, stored, work }: Act): Promise<Answer> {
  const synergy = await readAsked(scope, request)
  const by = sideOf(request, synergy)
  if (!by) throw new NotFoundError('none of her authorities is a party')
  if (!form.isSound)
    return showOne(scope, request, kernel, { [of]: sentEdit(request, form, Object.keys(stored(synergy))) }, 422)
  return keepEdit(request, {
    form,
    read: async () => {
      const now = await readAsked(scope, request)
      return { values: stored(now), revision: now.revision }
    },
    work: async (writing, revision) => {
      await work(writing, { key: synergy, by, revision })
    },
    done: () => seeOther(toDone(request.href(`${synergiesPath}/${synergy.authorityId}/${synergy.id}?done=saved`))),
    show: (edit, status) => showOne(scope, request, kernel, { [of]: edit }, status),
  })
}

function step(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const to = form.choice('state', synergyStates)
  const reason = to === 'rejected' ? form.choice('reason', rejectionReasons) : undefined
  const note = to === 'rejected' ? textUpTo(form, 'note', 2_000) : ''
  const nameOf = (id: AuthorityId) => kernel.authorities.nameOf(id, request.language)
  return act(scope, request, kernel, {
    form,
    of: 'step',
    stored: (synergy) => stepValues(synergy, nameOf),
    work: async (writing, given) => {
      if (to) await moveSynergy(writing, given, { to, reason, reasonNote: note || undefined })
    },
  })
}

function save(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const amount = readFrancs(form.value('amount')) ?? form.fail('amount', 'strategy.synergies.error.amount')
  const saidBy = textUpTo(form, 'said_by', 200)
  if (saidBy === '') form.fail('said_by', 'strategy.synergies.error.said_by')
  return act(scope, request, kernel, {
    form,
    of: 'savings',
    stored: () => ({}),
    work: async (writing, given) => {
      const synergy = await readAsked(writing, request)
      const kind = savingsIn(synergy.state).find((one) => one === form.value('saving')) ?? 'planned'
      if (amount !== undefined) await addSaving(writing, given, { kind, amount, saidBy })
    },
  })
}

function plan(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const nextStep = textUpTo(form, 'next_step', 500)
  const cost = form.value('shared_cost').trim()
  const sharedCost = cost === '' ? undefined : readFrancs(cost)
  if (cost !== '' && sharedCost === undefined) form.fail('shared_cost', 'strategy.synergies.error.amount')
  const kind = (['population', 'equal', 'mixed'] as const).find((one) => one === form.value('cost_key'))
  const percent = kind === 'mixed' ? form.wholeNumber('base_share', { least: 0, most: 100 }) : 0
  const key = kind && keyFrom(kind, (percent ?? 0) * 100)
  return act(scope, request, kernel, {
    form,
    of: 'plan',
    stored: planValues,
    work: (writing, given) => planSynergy(writing, given, { nextStep, sharedCost, key }),
  })
}

function textUpTo(form: FormReading, name: string, most: number): string {
  const text = form.optionalText(name) ?? ''
  if (text.length > most) form.fail(name, 'strategy.synergies.error.long', { most })
  return text.trim()
}
