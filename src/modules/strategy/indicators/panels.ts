import type { LocalText } from '#kernel/i18n/language.ts'
import { type Definition, holding, type Observation, stretches } from './indicator.ts'

/** What is drawn on one axis: figures of one unit, in stretches of those that were measured alike. */
export type Panel = {
  readonly unit: LocalText
  readonly figures: readonly Observation[]
  readonly stretches: readonly (readonly Observation[])[]
  /** The target of the contract that holds, where it is in this unit. */
  readonly target: number | undefined
  /** The upper end of the axis, which begins at 0. */
  readonly most: number
}

/**
 * The figures that hold, each unit on an axis of its own: that of the contract that holds (the first of them) last, the others before it in the
 * order in which they ended.
 */
export function panelsOf(
  observations: readonly Observation[],
  [current, ...earlier]: readonly Definition[],
): readonly Panel[] {
  if (!current) return []
  const { unit, target } = current
  const held = holding(observations)
  return [...Map.groupBy(held, (one) => one.unit.de).values()]
    .flatMap((figures) => {
      const last = figures.at(-1)
      if (!last) return []
      const isCurrent = last.unit.de === unit.de
      const aim = isCurrent ? target?.value : undefined
      const most = Math.max(1e-9, ...figures.map(({ value }) => value), aim ?? 0) * 1.05
      const panel: Panel = {
        unit: last.unit,
        figures,
        stretches: stretches(figures, [current, ...earlier]),
        target: aim,
        most,
      }
      return [{ panel, isCurrent, place: held.indexOf(last) }]
    })
    .toSorted((one, other) => Number(one.isCurrent) - Number(other.isCurrent) || one.place - other.place)
    .map(({ panel }) => panel)
}
