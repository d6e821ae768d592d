import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { listNodes } from '../graph/queries.ts'
import { type Definition, type Observation, type Standing, standingOf } from '../indicators/indicator.ts'
import { listCourses, listCurrentDefinitions } from '../indicators/queries.ts'
import { type CreditLine, listCredits } from '../money/queries.ts'
import type { ParliamentItem } from '../parliament/item.ts'
import { listItems } from '../parliament/queries.ts'

/** What a half-year report tells besides its projects, as it is known when the report is read. */
export type ReportFacts = {
  readonly indicators: readonly {
    readonly title: LocalText
    readonly definition: Definition
    /** The last figures until the report's day, the oldest first; none where nothing was measured. */
    readonly course: readonly Observation[]
    readonly standing: Standing
  }[]
  readonly credits: readonly CreditLine[]
  readonly parliament: readonly (ParliamentItem & {
    readonly title: LocalText
    /** What answers it. */
    readonly proofs: readonly LocalText[]
  })[]
}

const mostIndicators = 100
const mostCredits = 200
const figuresShown = 4

/** Indicators, credits and what parliament asked for, of one authority until a day; with `isPublic` only what everybody may read. */
export async function readFacts(
  scope: Scope,
  { authorityId, day, isPublic }: { authorityId: AuthorityId; day: IsoDate; isPublic: boolean },
): Promise<ReportFacts> {
  const shown = <Thing extends { readonly audience: string }>(all: readonly Thing[]) =>
    isPublic ? all.filter(({ audience }) => audience === 'public') : all
  const [allIndicators, allCredits, lines, { items }] = await Promise.all([
    listNodes(scope, { kind: 'indicator', authorityId }),
    listNodes(scope, { kind: 'credit', authorityId }),
    listCredits(scope, { authorityId, limit: mostCredits }),
    listItems(scope, { authorityId }),
  ])
  const nodes = shown(allIndicators).slice(0, mostIndicators)
  const [definitions, courses] = await Promise.all([
    listCurrentDefinitions(scope, nodes),
    listCourses(scope, { authorityId, nodes, until: day, most: figuresShown }),
  ])
  const mayShow = new Set<string>(shown(allCredits).map(({ id }) => id))
  return {
    indicators: nodes.flatMap(({ id, title }) => {
      const [definition, course] = [definitions.get(id), courses.get(id) ?? []]
      return definition ? [{ title, definition, course, standing: standingOf(definition, course.at(-1), day) }] : []
    }),
    credits: lines.filter(({ id }) => mayShow.has(id)),
    parliament: shown(items).map((item) => ({ ...item, proofs: item.proofs.map(({ title }) => title) })),
  }
}
