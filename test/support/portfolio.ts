import type { Insertable } from 'kysely'
import { Client } from 'pg'
import type { DB } from '#kernel/db/schema.ts'
import { type Chance, chanceOf } from './random.ts'
import type { DatabaseUrls } from './test-database.ts'

type StrategyTable = Extract<keyof DB, `strategy.${string}`>
/** Rows by table, in the order in which they may be inserted. */
type Rows = { readonly [Table in StrategyTable]?: readonly Insertable<DB[Table]>[] }

export type PortfolioSize = {
  readonly projects: number
  readonly years: number
  readonly authorities?: readonly [string, ...string[]]
  readonly seed?: number
}

type Row<Table extends StrategyTable> = Insertable<DB[Table]>
type Key = { readonly authority_id: string; readonly node_id: string; readonly audience: string }

const firstYear = 2021
const today = '2026-11-23'
const phaseOrder = ['initiation', 'concept', 'realisation', 'introduction', 'closure'] as const
const gates = ['ms20', 'realisation', 'introduction', 'closure', 'end'] as const
const made = '2026-01-01T00:00:00Z'
const json = JSON.stringify

/** Ids that say what they are: two digits for the kind of thing, the rest counts. */
const idOf = (kind: number, count: number) =>
  `0198c0de-00${String(kind).padStart(2, '0')}-7000-8000-${count.toString(16).padStart(12, '0')}`
const dayOf = (month: number, day = 1) =>
  `${firstYear + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`

/**
 * An invented portfolio as rows of the tables, the same for the same seed: four focus areas per authority, and projects, each with phases,
 * milestones, decisions, risks, half-yearly reports, a special credit with yearly tranches, and its money month by month from 2021 on.
 */
export function portfolioOf({ projects, years, authorities = ['luzern'], seed = 1 }: PortfolioSize): Rows {
  const chance = chanceOf(seed)
  const areas = authorities.flatMap((authority, place) =>
    ['E-Government', 'Open Government Data', 'Smart City', 'Work Smart'].map((title, index) => ({
      ...nodeRow(authority, idOf(1, place * 4 + index), `fokusbereich-${index + 1}`, 'focus_area', title),
    })),
  )
  const all = Array.from({ length: projects }, (_, index) => {
    const authority = authorities[index % authorities.length] ?? authorities[0]
    const own = areas.filter((one) => one.authority_id === authority)
    return projectRows(chance, { authority, index, months: years * 12, area: own[chance.number(own.length)]?.id })
  })
  return {
    'strategy.nodes': [...areas, ...all.flatMap((one) => one.nodes)],
    'strategy.projects': all.map((one) => one.project),
    'strategy.edges': all.flatMap((one) => one.edges),
    'strategy.project_phases': all.flatMap((one) => one.phases),
    'strategy.milestones': all.flatMap((one) => one.milestones),
    'strategy.gate_decisions': all.flatMap((one) => one.decisions),
    'strategy.gate_conditions': all.flatMap((one) => one.conditions),
    'strategy.risks': all.flatMap((one) => one.risks),
    'strategy.status_reports': all.flatMap((one) => one.reports),
    'strategy.credits': all.map((one) => one.credit),
    'strategy.tranches': all.flatMap((one) => one.tranches),
    'strategy.money_months': all.flatMap((one) => one.money),
  }
}

/** Puts rows into the tables as their owner; 500 projects with ten years of months take some seconds. */
export async function insertPortfolio({ ownerUrl }: Pick<DatabaseUrls, 'ownerUrl'>, rows: Rows): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin')
    for (const [table, list] of Object.entries(rows)) {
      const columns = Object.keys(list[0] ?? {}).join(', ')
      for (let start = 0; start < list.length; start += 20_000) {
        const part = json(list.slice(start, start + 20_000).map(withJson))
        const values = `select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`
        await client.query(`insert into ${table} (${columns}) ${values}`, [part])
      }
    }
    await client.query('commit')
    for (const table of Object.keys(rows)) await client.query(`vacuum (analyze) ${table}`)
  } finally {
    await client.end()
  }
}

/** A row as JSON, in which what is JSON text in a column is no text but the value itself. */
function withJson(row: object): object {
  const isJson = (value: unknown): value is string => typeof value === 'string' && /^[[{]/.test(value)
  return Object.fromEntries(
    Object.entries(row).map(([column, value]: [string, unknown]) => [
      column,
      isJson(value) ? JSON.parse(value) : value,
    ]),
  )
}

function nodeRow(authority: string, id: string, slug: string, kind: string, title: string): Row<'strategy.nodes'> {
  return {
    authority_id: authority,
    id,
    slug,
    kind,
    level: 'municipality',
    audience: 'public',
    standing: 'example',
    title: json({ de: title }),
    owner: 'Fachstelle Digitales',
    sources: '[{"title":"Generated"}]',
    created_at: made,
    changed_at: made,
  }
}

type Place = {
  readonly authority: string
  readonly index: number
  readonly months: number
  readonly area: string | undefined
}

function projectRows(chance: Chance, place: Place) {
  const { authority, index, months, area } = place
  const [id, creditId] = [idOf(2, index), idOf(3, index)]
  const key = { authority_id: authority, node_id: id, audience: 'public' }
  const number = String(index + 1).padStart(4, '0')
  const from = chance.number(Math.max(1, months - 30))
  const length = 12 + chance.number(Math.max(1, Math.min(48, months - from - 12)))
  const budget = (50 + chance.number(2_000)) * 100_000
  const step = Math.max(1, Math.floor(length / phaseOrder.length))
  const phases = phaseOrder.map((phase, at) => phaseRow(key, { phase, budget, from: from + at * step, step }))
  const reached = phases.filter(({ ended_on }) => ended_on !== null).length
  const project = {
    ...key,
    phase: phaseOrder[reached] ?? 'closed',
    size: 'large',
    method: 'classic',
    begins_on: dayOf(from),
    ends_on: dayOf(from + phaseOrder.length * step),
    budget,
    effort_days: 20 + chance.number(400),
  }
  const gate = (at: number) => gates[at] ?? 'end'
  const milestones = phases.map(
    (phase, at): Row<'strategy.milestones'> => ({
      authority_id: authority,
      id: idOf(10 + at, index),
      node_id: id,
      audience: 'public',
      title: json({ de: `Meilenstein ${at + 1}` }),
      phase: phase.phase,
      gate: gate(at),
      weight: [10, 20, 40, 20, 10][at] ?? 0,
      planned_on: phase.planned_to,
      forecast_on: at >= reached && chance.number(3) === 0 ? dayOf(from + (at + 1) * step + 2) : null,
      reached_on: phase.ended_on ?? null,
      checks: json([{ text: 'Ergebnis abgenommen', isDone: at < reached }]),
    }),
  )
  const decisions = milestones.slice(0, reached).map((milestone, at) => ({
    ...key,
    id: idOf(20 + at, index),
    gate: gate(at),
    outcome: chance.number(4) === 0 ? 'with_conditions' : 'approved',
    phase_before: phaseOrder[at] ?? 'closure',
    phase_after: phaseOrder[at + 1] ?? 'closed',
    decided_on: String(milestone.planned_on),
    decided_by: 'Strategiegremium',
    reason: 'Alles geprüft.',
    released: Math.round(budget / 5),
    made_at: made,
  }))
  const conditions = decisions
    .filter(({ outcome }) => outcome === 'with_conditions')
    .map((decision, at) => ({
      authority_id: authority,
      id: idOf(30 + at, index),
      node_id: id,
      decision_id: decision.id,
      text: 'Schulung nachweisen',
      owner: 'Projektleitung',
      due_on: dayOf(from + (at + 2) * step),
      met_on: chance.number(5) === 0 ? null : dayOf(from + (at + 2) * step),
    }))
  const risks = Array.from({ length: 3 }, (_, at) => ({
    authority_id: authority,
    id: idOf(40 + at, index),
    node_id: id,
    title: `Risiko ${at + 1}`,
    probability: 1 + chance.number(4),
    impact: 1 + chance.number(4),
    owner: 'Projektleitung',
    state: chance.one(['open', 'treated', 'closed']),
  }))
  const edge = (kind: string, count: number, to: string, isFunded = false): Row<'strategy.edges'> => ({
    authority_id: authority,
    id: idOf(50 + count, index),
    kind,
    from_authority: authority,
    from_id: isFunded ? creditId : id,
    to_authority: authority,
    to_id: to,
    from_audience: 'public',
    to_audience: 'public',
    since: dayOf(0),
    owner: 'Fachstelle Digitales',
    source: '{"title":"Generated"}',
    made_at: made,
  })
  return {
    nodes: [
      nodeRow(authority, id, `projekt-${number}`, 'project', `Projekt ${number}`),
      nodeRow(authority, creditId, `kredit-${number}`, 'credit', `Kredit ${number}`),
    ],
    project,
    edges: [edge('funds', 0, id, true), ...(area === undefined ? [] : [edge('serves', 1, area)])],
    phases,
    milestones,
    decisions,
    conditions,
    risks,
    reports: reportRows(chance, key, index, months),
    ...moneyRows(chance, { key, creditId, budget, months }),
  }
}

function phaseRow(
  key: Key,
  { phase, budget, from, step }: { phase: string; budget: number; from: number; step: number },
): Row<'strategy.project_phases'> & { planned_to: string } {
  const [begins, ends] = [dayOf(from), dayOf(from + step - 1, 28)]
  return {
    ...key,
    phase,
    planned_from: begins,
    planned_to: ends,
    begun_on: begins <= today ? begins : null,
    ended_on: ends <= today ? ends : null,
    budget: Math.round(budget / 5),
    released: begins <= today ? Math.round(budget / 5) : null,
  }
}

function reportRows(chance: Chance, key: Key, index: number, months: number): Row<'strategy.status_reports'>[] {
  return Array.from({ length: Math.floor(months / 6) }, (_, at) => ({
    ...key,
    id: idOf(60 + (at % 30), index * 64 + at),
    kind: 'half_year',
    as_of: dayOf(at * 6 + 5, 30),
    summary: 'Wie geplant.',
    own_rating: chance.one(['good', 'good', 'watch', 'critical']),
    own_reason: 'Nach Plan.',
    independent_rating: chance.one(['good', 'watch', 'critical']),
    independent_reason: 'Geprüft.',
    independent_by: 'Controlling',
    made_at: made,
    frozen_at: made,
  })).filter(({ as_of }) => as_of <= today)
}

/** A month in four thousand of the budget and its chance; what lies behind is spent, what lies ahead expected. */
function moneyRows(
  chance: Chance,
  { key, creditId, budget, months }: { key: Key; creditId: string; budget: number; months: number },
) {
  const account = chance.one(['investment', 'investment', 'operating'])
  const share = Math.round(budget / months)
  const credited = { authority_id: key.authority_id, audience: 'public' }
  const money = Array.from({ length: months }, (_, at) => {
    const month = dayOf(at)
    const amount = Math.round((share * (60 + chance.number(90))) / 100)
    const isPast = month < today
    return {
      ...credited,
      project_id: key.node_id,
      credit_id: creditId,
      account,
      month,
      planned: share,
      committed: isPast ? amount : 0,
      spent: isPast ? amount : 0,
      expected: isPast ? 0 : amount,
    }
  })
  const credit = {
    ...credited,
    node_id: creditId,
    kind: 'special',
    requested: budget,
    approved: budget,
    decided_on: dayOf(0),
    decided_by: 'Parlament',
    expires_on: dayOf(months - 1),
  }
  const tranches = Array.from({ length: months / 12 }, (_, year) => ({
    ...credited,
    credit_id: creditId,
    account,
    year: firstYear + year,
    amount: share * 12,
  }))
  return { money, credit, tranches }
}
