import type { Insertable } from 'kysely'
import { v5 } from 'uuid'
import type { DB } from '#kernel/db/schema.ts'
import { demoId } from '#kernel/identity/demo/people-file.ts'
import { type Gate, nextStep, pathOf, standardChecks } from '../projects/hermes.ts'
import { type Phase, phases } from '../projects/project.ts'
import { gateTitles } from './gate-titles.ts'
import type { DemoProject } from './project-file.ts'
import { moneyOf, plannedMonths } from './project-money.ts'
import { addMonths, lastDayBefore, storyDay } from './story-days.ts'

type Row<Table extends keyof DB> = Insertable<DB[Table]>

const namespace = '0198c0de-5717-7000-8000-de6000000000'
const json = JSON.stringify
const source = { title: 'Beispiel der Demo, frei erfunden' }

/** How much of the whole each phase's gate is worth, of 100. */
const weights: Readonly<Partial<Record<Phase, number>>> = {
  initiation: 10,
  concept: 20,
  realisation: 40,
  introduction: 20,
  execution: 60,
  closure: 10,
}

/** The rows that tell one invented project, by table. Ids are the same in every installation. */
export function storyOf(project: DemoProject, now: Date) {
  const { authority } = project
  const idOf = (name: string) => v5(`demo:${authority}:${project.id}:${name}`, namespace)
  const nodeId = demoNodeId(authority, project.id)
  const key = { authority_id: authority, node_id: nodeId, audience: 'public' }
  const plan = planOf(project)
  const milestones = milestonesOf(project, plan).map(
    (one): Gated => ({
      ...key,
      ...one,
      id: idOf(`milestone ${one.gate} ${one.planned_on}`),
    }),
  )
  const decisions = milestones
    .filter(({ reached_on }) => reached_on)
    .map((milestone) => decisionOf(project, key, milestone, { plan, id: idOf(`decision ${milestone.id}`), now }))
  return {
    nodes: [nodeRow(project, nodeId, now), ...(project.credit ? [creditNode(project, idOf('credit'), now)] : [])],
    project: {
      ...key,
      phase: project.phase,
      size: project.size ?? null,
      method: project.method ?? null,
      begins_on: plan[0]?.planned_from ?? null,
      ends_on: plan.at(-1)?.planned_to ?? null,
      benefit: json({ de: project.benefit }),
      proposed_by: project.proposedBy ?? null,
      budget: project.budget === undefined ? null : project.budget * 100,
      effort_days: project.effortDays ?? null,
    } satisfies Row<'strategy.projects'>,
    leads: leadOf(project, { nodeId, id: idOf('lead'), since: plan[0]?.planned_from }),
    phases: plan.map((one): Row<'strategy.project_phases'> => ({ ...key, ...one })),
    milestones,
    decisions,
    conditions: (project.conditions ?? []).flatMap((one, index): Row<'strategy.gate_conditions'>[] => {
      const decision = decisions.find(({ gate }) => gate === one.gate)
      if (!decision) return []
      const { text, owner, due, met } = one
      const ids = { authority_id: authority, id: idOf(`condition ${index}`), node_id: nodeId, decision_id: decision.id }
      return [{ ...ids, text, owner, due_on: due, met_on: met ?? null }]
    }),
    risks: (project.risks ?? []).map(
      (risk, index): Row<'strategy.risks'> => ({
        authority_id: authority,
        id: idOf(`risk ${index}`),
        node_id: nodeId,
        ...risk,
      }),
    ),
    change: (project.change ?? []).map(
      ({ due, done, ...one }, index): Row<'strategy.change_measures'> => ({
        authority_id: authority,
        id: idOf(`change ${index}`),
        node_id: nodeId,
        text: null,
        influence: null,
        stance: null,
        ...one,
        due_on: due ?? null,
        done_on: done ?? null,
      }),
    ),
    contracts: (project.contracts ?? []).map(
      ({ amount, begins, ends, procurement, ...one }, index): Row<'strategy.contracts'> => ({
        authority_id: authority,
        id: idOf(`contract ${index}`),
        node_id: nodeId,
        ...one,
        procurement: procurement ?? null,
        amount: amount * 100,
        begins_on: begins,
        ends_on: ends ?? null,
        shown: 'with_project',
      }),
    ),
    services: (project.services ?? []).map(
      ({ id, effect, since }): Row<'strategy.project_services'> => ({
        ...key,
        service_id: id,
        effect,
        since: since ?? null,
      }),
    ),
    scores: scoresOf(project, key),
    reports: (project.reports ?? []).map(
      (one): Row<'strategy.status_reports'> => ({
        ...key,
        id: idOf(`report ${one.on}`),
        kind: one.status ? 'status' : 'half_year',
        as_of: one.on,
        summary: one.ownReason,
        own_rating: one.own,
        own_reason: one.ownReason,
        independent_rating: one.independent,
        independent_reason: one.independentReason,
        independent_by: one.by,
        figures: json(figuresOn(project, one.on, milestones)),
        made_at: now,
        frozen_at: one.status ? null : now,
      }),
    ),
    ...moneyOf(project, nodeId, idOf('credit')),
  }
}

export const demoNodeId = (authority: string, id: string) => v5(`demo:${authority}:${id}`, namespace)

function nodeRow(project: DemoProject, id: string, now: Date): Row<'strategy.nodes'> {
  return {
    authority_id: project.authority,
    id,
    slug: project.id,
    kind: 'project',
    level: project.authority === 'kanton-luzern' ? 'canton' : 'municipality',
    audience: 'public',
    standing: 'example',
    title: json(project.title),
    text: json({ de: project.text }),
    owner: project.office,
    sources: json([source]),
    created_at: now,
    changed_at: now,
  }
}

function creditNode(project: DemoProject, id: string, now: Date): Row<'strategy.nodes'> {
  const name = (text: string | undefined) => text?.replace(/^[^:]*: /, '')
  const { de, fr, it, en } = project.title
  const title = {
    de: `Beispielkredit «${name(de)}»`,
    fr: `Crédit d’exemple «${name(fr)}»`,
    it: `Credito d’esempio «${name(it)}»`,
    en: `Example credit “${name(en)}”`,
  }
  return {
    ...nodeRow(project, id, now),
    slug: `${project.id}-kredit`.slice(0, 64),
    kind: 'credit',
    title: json(title),
    text: null,
  }
}

type Gated = Row<'strategy.milestones'> & { readonly gate: Gate; readonly phase: Phase }
type PlannedPhase = Omit<Row<'strategy.project_phases'>, 'authority_id' | 'node_id' | 'audience'> & {
  readonly phase: Phase
  readonly planned_to: string
}

const monthsOf = ({ phases: plan = {} }: DemoProject, phase: Phase) =>
  Object.entries(plan).find(([name]) => name === phase)?.[1]

function planOf(project: DemoProject): PlannedPhase[] {
  let from = project.begins
  if (!from) return []
  const path = pathOf({ size: project.size, method: project.method })
  const planned = plannedMonths(project)
  let month = 0
  const now = phases.indexOf(project.phase)
  return path.flatMap((phase): PlannedPhase[] => {
    const months = monthsOf(project, phase)
    if (!months || !from) return []
    const [begins, until] = [from, addMonths(from, months)]
    from = until
    // What was stopped had reached the execution.
    const reached = project.phase === 'stopped' ? phases.indexOf('execution') : now
    const isOver = phases.indexOf(phase) < reached
    const isBegun = isOver || (phase === project.phase && project.phase !== 'stopped')
    // A phase may cost what is planned for its months, and its gate sets that free.
    const share = planned.slice(month, month + months).reduce((sum, one) => sum + one, 0)
    month += months
    return [
      {
        phase,
        planned_from: begins,
        planned_to: lastDayBefore(until),
        begun_on: isBegun ? begins : null,
        ended_on: isOver ? lastDayBefore(until) : null,
        budget: share,
        released: isBegun ? share : null,
      },
    ]
  })
}

/** The checkpoints before the start, a gate at the end of each phase, and the releases of an agile project. */
function milestonesOf(project: DemoProject, plan: readonly PlannedPhase[]) {
  const kind = { size: project.size, method: project.method }
  const begins = project.begins
  const before = begins
    ? ([
        ['is10', 'idea', addMonths(begins, -3)],
        ['is15', 'impulse', addMonths(begins, -1)],
      ] as const)
    : project.phase === 'impulse'
      ? ([['is10', 'idea', '2026-09-15']] as const)
      : []
  const releases = (project.releases ?? []).map((on) => ['release', 'execution', on] as const)
  const ends = plan.flatMap(({ phase, planned_to: on }) => {
    const step = nextStep(phase, kind)
    return step ? [[step.gate, phase, on] as const] : []
  })
  const releaseWeight = releases.length === 0 ? 0 : Math.floor(60 / (releases.length + 1))
  return [...before, ...ends, ...releases].map(([gate, phase, on]) => {
    const own = plan.find((one) => one.phase === phase)
    const isReached = gate === 'release' ? on <= storyDay : own ? own.ended_on !== null : true
    const late = project.delay && !isReached ? addMonths(on, project.delay) : null
    const weight =
      gate === 'release'
        ? releaseWeight
        : (weights[phase] ?? 0) - (phase === 'execution' ? releaseWeight * releases.length : 0)
    return {
      gate,
      phase,
      title: json(gateTitles[gate]),
      weight,
      planned_on: on,
      forecast_on: late,
      reached_on: isReached ? on : null,
      checks: json(
        standardChecks(gate).map((check, index) =>
          isReached || (index === 0 && on <= addMonths(storyDay, 2))
            ? { ...check, isDone: true, doneOn: isReached ? on : storyDay }
            : check,
        ),
      ),
    }
  })
}

function decisionOf(
  project: DemoProject,
  key: { authority_id: string; node_id: string; audience: string },
  milestone: Gated,
  { id, plan, now }: { id: string; plan: readonly PlannedPhase[]; now: Date },
): Row<'strategy.gate_decisions'> {
  const { gate, phase } = milestone
  const path = pathOf({ size: project.size, method: project.method })
  const after = gate === 'release' ? 'execution' : (path[path.indexOf(phase) + 1] ?? 'closed')
  const isConditional = project.conditions?.some((one) => one.gate === gate) ?? false
  return {
    ...key,
    id,
    gate,
    outcome: isConditional ? 'with_conditions' : 'approved',
    phase_before: phase,
    phase_after: after,
    decided_on: milestone.planned_on,
    decided_by:
      gate === 'is10' || gate === 'is15' || gate === 'ms20' ? 'Strategiegremium' : 'Auftraggeberin oder Auftraggeber',
    reason: isConditional
      ? 'Freigegeben; die Auflagen sind bis zu ihrem Termin zu erfüllen.'
      : 'Die Ergebnisse liegen vor und sind geprüft.',
    released: gate === 'release' ? null : (plan.find((one) => one.phase === after)?.budget ?? null),
    checks: json(standardChecks(gate).map((check) => ({ ...check, isDone: true, doneOn: milestone.planned_on }))),
    made_at: now,
  }
}

function scoresOf(
  { scores, office }: DemoProject,
  key: { authority_id: string; node_id: string },
): Row<'strategy.idea_scores'>[] {
  if (!scores) return []
  return [
    {
      authority_id: key.authority_id,
      node_id: key.node_id,
      future_value: scores.future,
      internal_benefit: scores.internal,
      resource_efficiency: scores.efficiency,
      risk_reduction: scores.risk,
      legislature: scores.legislature,
      urgency: scores.urgency,
      risk_degree: scores.degree,
      is_strategic: scores.strategic ?? null,
      scored_on: '2026-10-15',
      scored_by: office,
    },
  ]
}

/** What a report froze of its day: the phase's and the milestones' count, and the money. */
function figuresOn(project: DemoProject, day: string, milestones: readonly Row<'strategy.milestones'>[]) {
  const { money } = moneyOf(project, '', '')
  const past = money.filter(({ month }) => month <= day)
  const reached = milestones.filter(({ reached_on: on }) => on && String(on) <= day)
  const last = milestones
    .map(({ forecast_on: forecast, planned_on: planned }) => String(forecast ?? planned))
    .toSorted()
    .at(-1)
  return {
    phase: reached.length === 0 ? project.phase : undefined,
    budget: (project.budget ?? 0) * 100,
    spent: past.reduce((sum, { spent }) => sum + (spent === undefined ? 0 : Number(spent)), 0),
    planned: past.reduce((sum, { planned }) => sum + planned, 0),
    milestones: milestones.length,
    reached: reached.length,
    endsOn: last,
  }
}

function leadOf(
  { authority, lead }: DemoProject,
  { nodeId, id, since }: { nodeId: string; id: string; since: string | undefined },
): Row<'strategy.project_leads'>[] {
  if (!lead || since === undefined) return []
  const staff = { staff_id: demoId('staff', lead.id), name: lead.name }
  return [{ authority_id: authority, id, node_id: nodeId, ...staff, part: 'lead', since }]
}
