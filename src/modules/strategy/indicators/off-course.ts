import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Node } from '../graph/node.ts'
import { listAllNodes } from '../graph/queries.ts'
import { courseOf } from './course.ts'
import { type Definition, type Observation, standingOf } from './indicator.ts'
import { figureDueFor } from './period.ts'
import { listCurrentDefinitions, listLatest } from './queries.ts'

export type MeasuredIndicator = {
  readonly node: Node
  readonly definition: Definition
  readonly latest: Observation | undefined
}

/**
 * What of an authority's indicators needs a look: those that missed their target or lag behind, those that lag most first; those of which a figure is
 * due, those that wait for longest first; and, apart, those that nobody measures.
 */
export async function listOffCourse(scope: Scope, authorityId: AuthorityId): Promise<ReturnType<typeof offCourse>> {
  const nodes = await listAllNodes(scope, { kind: 'indicator', authorityId })
  const [definitions, latest] = await Promise.all([listCurrentDefinitions(scope, nodes), listLatest(scope, nodes)])
  const all = nodes.flatMap((node) => {
    const definition = definitions.get(node.id)
    return definition ? [{ node, definition, latest: latest.get(node.id) }] : []
  })
  return offCourse(all, scope.today())
}

/** The same from what was read. */
export function offCourse(all: readonly MeasuredIndicator[], today: IsoDate) {
  const standing = (one: MeasuredIndicator) => standingOf(one.definition, one.latest, today)
  return {
    behind: all
      .filter((one) => ['missed', 'off_course'].includes(standing(one)))
      .toSorted((one, other) => lagShare(other, today) - lagShare(one, today)),
    due: all
      .flatMap(({ node, definition, latest }) => {
        const until = figureDueFor(definition, latest, today)
        return until ? [{ node, until }] : []
      })
      .toSorted((one, other) => one.until.localeCompare(other.until)),
    unmeasured: all.filter((one) => standing(one) === 'not_measured').map(({ node }) => node),
  }
}

/** How far it lags as a share of its whole way: what is counted in thousands does not come before what is counted in per cent. */
function lagShare({ definition, latest }: MeasuredIndicator, today: IsoDate): number {
  const { baseline, target } = definition
  const behind = courseOf(definition, latest, today)?.behind ?? 0
  const way = Math.abs((target?.value ?? 0) - (baseline?.value ?? 0))
  return way === 0 ? behind : behind / way
}
