import { formatDate, formatMoney, formatPeriod } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { choiceLabel } from '../desk/projects/part-fields.tsx'
import type { Node } from '../graph/node.ts'
import { figureText } from '../indicators/figure-text.ts'
import type { Observation } from '../indicators/indicator.ts'
import type { NewsItem, NewsPlace } from './news.ts'
import { NodeLink, type Shown } from './node-parts.tsx'

/** An indicator with its last figure, on the last day of its time. */
export type NewFigure = Omit<NewsPlace, 'what'> & {
  readonly what: 'figure'
  readonly node: Node
  readonly figure: Observation
}

type LineProps = Shown & {
  readonly item: NewsItem | NewFigure
  readonly nameOf: (authorityId: AuthorityId) => string
}

export const keyOf = ({ day, what, place }: NewsPlace): string => `${day} ${what} ${place}`

/** One piece of news: its day, what it is about, and what happened. */
export function NewsLine({ t, language, href, item, nameOf }: LineProps) {
  const day = <span class="edge-source">{formatDate(item.day)}</span>
  if (item.what === 'half_year')
    return (
      <li>
        {day}{' '}
        <a class="ds-link" href={href(`/strategy/half-years?authority=${item.authorityId}`)}>
          {t('strategy.told.happened.half_year', { name: nameOf(item.authorityId), day: formatDate(item.asOf) })}
        </a>
      </li>
    )
  const said = newsText(item, { t, language })
  return (
    <li>
      {day} <NodeLink {...{ t, language, href }} node={item.node} />
      {said !== undefined && `: ${said}`}
    </li>
  )
}

type OfNode = Exclude<NewsItem, { what: 'half_year' }> | NewFigure

function newsText(item: OfNode, { t, language }: Pick<Shown, 't' | 'language'>): string | undefined {
  const say = (values?: Readonly<Record<string, string>>) => t(`strategy.told.happened.${item.what}`, values)
  switch (item.what) {
    case 'decision':
      return `${choiceLabel(t, 'gate', item.gate)}, ${choiceLabel(t, 'outcome', item.outcome)}`
    case 'milestone':
      return say({ title: textIn(item.title, language) })
    case 'state':
      return say({ state: t(`strategy.parliament.state.${item.state}`) })
    case 'credit':
      return item.approved === undefined ? say() : `${say()}, ${formatMoney(item.approved)}`
    case 'figure': {
      const value = `${figureText(item.figure.value)} ${textIn(item.figure.unit, language)}`
      return `${value} (${formatPeriod(item.figure.period, language)})`
    }
    case 'definition':
    case 'answer':
    case 'project':
      return say()
    case 'thing':
      return undefined
  }
}
