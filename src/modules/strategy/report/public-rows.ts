import { sql } from 'kysely'
import type { PublishedCell, PublishedTable } from '#kernel/published-table.ts'
import { dayOfMilestone, stateOf } from '../roadmap/roadmap.ts'
import { theDay } from '../roadmap/roadmap-details.ts'
import type { HalfYear } from './half-year.ts'
import { readFacts } from './half-years.ts'

/** What a half-year says of one thing; what does not apply is left out. */
type Said = {
  readonly title: string
  readonly state?: string | undefined
  readonly figure?:
    | { readonly value: number; readonly unit: string; readonly period: string; readonly qualifier: string | undefined }
    | undefined
  readonly own?: string | undefined
  readonly independent?: string | undefined
  readonly approved?: number | undefined
  readonly spent?: number | undefined
  readonly remaining?: number | undefined
  readonly day?: string | undefined
}

/** The half-years that authorities have frozen for everybody, thing by thing, as the page that compares two of them tells it; amounts in Rappen. */
export const halfYearRows: PublishedTable = async (scope) => {
  const rows = await scope.db
    .selectFrom('strategy.half_year_facts as f')
    .innerJoin('strategy.half_years as h', (on) =>
      on.onRef('h.authority_id', '=', 'f.authority_id').onRef('h.as_of', '=', 'f.as_of'),
    )
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'f.authority_id').onRef('n.id', '=', 'f.node_id'),
    )
    .select(['f.authority_id', sql<string>`f.as_of::text`.as('as_of'), 'f.part', 'f.place', 'f.facts', 'n.slug'])
    .where('h.audience', '=', 'public')
    .where('f.reader', '=', 'public')
    .where('f.audience', '=', 'public')
    .orderBy('f.authority_id')
    .orderBy('f.as_of')
    .orderBy('f.part')
    .orderBy('f.place')
    .execute()
  return rows.flatMap(({ authority_id, as_of, part, place, facts, slug }) => {
    const asOf = theDay(as_of)
    const told = saidOf({ ...readFacts([{ part, facts }]), asOf, frozenOn: undefined })
    return told.map((said) => [authority_id, asOf, part, place + 1, slug, ...cellsOf(said)])
  })
}

/** All that a half-year says, thing by thing. */
function saidOf({ goals, indicators, projects, credits, demands, milestones, asOf }: HalfYear): readonly Said[] {
  return [
    ...goals.map(({ title }) => ({ title: title.de })),
    ...indicators.map(({ title, standing: state, course, unit }) => {
      const last = course.at(-1)
      const figure = last && {
        ...{ value: last.value, unit: (last.unit ?? unit).de, period: last.period },
        qualifier: last.qualifier,
      }
      return { title: title.de, state, figure }
    }),
    ...projects.map(({ title, phase: state, own, independent, spent, endsOn: day }) => ({
      ...{ title: title.de, state, own: own?.rating, independent: independent?.rating, spent, day },
    })),
    ...credits.map(({ title, approved, spent, remaining }) => ({ title: title.de, approved, spent, remaining })),
    ...demands.map(({ title, state }) => ({ title: title.de, state })),
    ...milestones.map((one) => ({ title: one.title.de, state: stateOf(one, asOf), day: dayOfMilestone(one) })),
  ]
}

function cellsOf({ title, state, figure, ...said }: Said): readonly PublishedCell[] {
  return [
    ...[title, state ?? null, figure?.value ?? null, figure?.unit ?? null, figure?.period ?? null],
    ...[figure?.qualifier ?? null, said.own ?? null, said.independent ?? null],
    ...[said.approved ?? null, said.spent ?? null, said.remaining ?? null, said.day ?? null],
  ]
}
