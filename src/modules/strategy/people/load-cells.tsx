import { formatMonth } from '#kernel/i18n/format.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { NodeId } from '../graph/node.ts'
import { isOverloaded, type LoadCell, shareOf } from './capacity-map.ts'
import { firstDay } from './months.ts'
import { daysText } from './person.ts'

/** How dark a cell is, from 0 (nothing) to 5 (full), and 6 where it is too much; the number in it says the same. */
function shadeOf(cell: LoadCell): number {
  if (isOverloaded(cell)) return 6
  const share = shareOf(cell) ?? 0
  return share === 0 ? 0 : Math.min(5, 1 + Math.floor(share / 25))
}

type LoadCellProps = {
  readonly t: Translate
  readonly cell: LoadCell
  /** Whether the caption of its table says that figures are percents. */
  readonly isBare?: boolean
}

/** One cell of the map: how full, shaded, and with a sign where it is too much. */
export function LoadCellView({ t, cell, isBare }: LoadCellProps) {
  const share = shareOf(cell)
  const isTooMuch = isOverloaded(cell)
  return (
    <span class={`load load-${shadeOf(cell)}`}>
      {isTooMuch && (
        <>
          <span aria-hidden="true">▲ </span>
          <span class="ds-sr-only">{t('strategy.people.overload')} </span>
        </>
      )}
      {share === undefined ? (cell.asked === 0 ? '–' : daysText(cell.asked)) : isBare ? share : `${share} %`}
    </span>
  )
}

/** The head of a span: a month, or a quarter by its first and last month. */
export function spanName(from: number, length: 1 | 3, language: Language): string {
  const name = (month: number) =>
    `${formatMonth(firstDay(month), language, 'short')} ${String(Math.floor(month / 12)).slice(2)}`
  return length === 1 ? name(from) : `${name(from)}–${name(from + 2)}`
}

/** What an overload is made of, in words: how much is asked and there, and which projects ask for most. */
export function overloadText(
  t: Translate,
  { cell, what, when }: { cell: LoadCell; what: string; when: string },
  { names, language }: { names: ReadonlyMap<NodeId, { readonly title: LocalText }>; language: Language },
): string {
  const causes = cell.causes.slice(0, 3).flatMap(({ nodeId, tenths }) => {
    const name = names.get(nodeId)
    return name ? [t('strategy.people.cause', { project: textIn(name.title, language), days: daysText(tenths) })] : []
  })
  return t('strategy.people.overload_line', {
    what,
    when,
    asked: daysText(cell.asked),
    there: daysText(cell.there),
    missing: daysText(cell.missing),
    causes: causes.join(', '),
  })
}
