import type { IsoDate } from '#kernel/i18n/format.ts'
import { speaksFor } from './comparability.ts'
import type { Definition, Observation } from './indicator.ts'
import { lastDayOf } from './period.ts'

/** Where a figure stands beside the straight line from baseline to target, on the last day of the period it was measured for. */
export type Course = {
  readonly expected: number
  readonly on: IsoDate
  /** By how much it lags, in the unit, over what the uncertainty explains; 0 where it does not. */
  readonly behind: number
  /** It lags, but the uncertainty may explain it. */
  readonly isUnsure: boolean
}

const day = 86_400_000

/** Of a contract's uncertainty the number after its first «±», in the unit; with «%», of the figure, unless the unit is per cent itself. */
export function marginOf({ uncertainty, unit }: Pick<Definition, 'uncertainty' | 'unit'>, value: number): number {
  const match = /±\s*(\d+(?:[.,]\d+)?)\s*(%|Prozent)?/.exec(uncertainty?.de ?? '')
  if (!match) return 0
  const margin = Number(match[1]?.replace(',', '.'))
  const isShare = match[2] !== undefined && !/^(%|Prozent)/.test(unit.de)
  return isShare ? (Math.abs(value) * margin) / 100 : margin
}

/**
 * The course of an indicator by its last figure: a straight line from baseline to target says where it should be on the figure's day, as earned
 * value does with plans. A figure that its source only bounds (`at_least` where more is better) may be further than it says. Undefined where no
 * line can be drawn: nothing measured by this definition or a comparable one, no baseline or target, or a figure from before the baseline.
 */
export function courseOf(definition: Definition, latest: Observation | undefined, today: IsoDate): Course | undefined {
  const { baseline, target, direction } = definition
  if (!latest || !speaksFor(latest.version, definition) || !baseline || !target) return undefined
  const [from, measured] = [lastDayOf(baseline.period), lastDayOf(latest.period)]
  if (!from || !measured) return undefined
  const on = measured < today ? measured : today
  const [begin, end, at] = [Date.parse(from) / day, Date.parse(target.on) / day, Date.parse(on) / day]
  if (at < begin || end <= begin) return undefined
  const expected = baseline.value + (target.value - baseline.value) * Math.min(1, (at - begin) / (end - begin))
  const lag = lagOf(direction, expected, latest.value)
  const margin = marginOf(definition, latest.value)
  const mayBeFurther =
    direction === 'up'
      ? latest.qualifier === 'at_least' || latest.qualifier === 'over'
      : direction === 'down' && latest.qualifier === 'nearly'
  const isUnsure = lag > 0 && (lag <= margin || mayBeFurther)
  return { expected, on, behind: isUnsure ? 0 : lag, isUnsure }
}

/** How far a figure is behind; 0 where it is level or ahead. Rounding of the line is no lag. */
function lagOf(direction: Definition['direction'], expected: number, value: number): number {
  const lag =
    direction === 'up' ? expected - value : direction === 'down' ? value - expected : Math.abs(value - expected)
  return lag > Math.abs(expected) * 1e-9 ? lag : 0
}
