import type { Scope } from '#kernel/db/scope.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Node } from '../graph/node.ts'
import type { Observation } from '../indicators/indicator.ts'
import { lastDayOf } from '../indicators/period.ts'
import { listNews, type NewsItem, type NewsPlace } from './news.ts'
import type { NewFigure } from './news-line.tsx'

const perPage = 30

export type NewsPage = {
  readonly items: readonly (NewsItem | NewFigure)[]
  /** From where it goes on, as an address has it; undefined at the end. */
  readonly next: string | undefined
}

type Wish = {
  readonly since: IsoDate
  readonly authorityId: AuthorityId | undefined
  /** From where it goes on. */
  readonly after: string | undefined
  readonly indicators: readonly Node[]
  readonly latest: ReadonlyMap<string, Observation>
}

/** What happened since a day with the last figures of some indicators, the newest first; 30 a page, by the place of the last one. */
export async function readNews(scope: Scope, wish: Wish): Promise<NewsPage> {
  const { since, authorityId } = wish
  const after = readPlace(wish.after)
  const happened = await listNews(scope, { since, authorityId, after, limit: perPage + 1 })
  const figures = figuresOf(wish, scope.today()).filter((one) => !after || isBehind(one, after))
  const all = [...happened, ...figures].toSorted(compare)
  const items = all.slice(0, perPage)
  const last = all.length > perPage ? items.at(-1) : undefined
  return { items, next: last && [last.day, last.what, last.place].join('~') }
}

/** Each indicator whose last figure is of a time that ended since the day. */
function figuresOf({ since, indicators, latest }: Wish, today: IsoDate): readonly NewFigure[] {
  const figures = indicators.flatMap((node): readonly NewFigure[] => {
    const figure = latest.get(node.id)
    const end = figure && lastDayOf(figure.period)
    if (!figure || !end || end < since) return []
    const place = `${node.authorityId}~${node.id}`
    return [{ what: 'figure', day: end < today ? end : today, place, node, figure }]
  })
  return figures.toSorted((one, other) => (one.place < other.place ? -1 : 1))
}

/** Newer days first, within a day by the kind; of one kind they are in their order already. */
const compare = (one: NewsPlace, other: NewsPlace): number =>
  other.day.localeCompare(one.day) || (one.what < other.what ? -1 : Number(one.what > other.what))

const isBehind = (one: NewsPlace, after: NewsPlace): boolean =>
  (compare(one, after) || (one.place > after.place ? 1 : -1)) > 0

function readPlace(text: string | undefined): NewsPlace | undefined {
  const [day = '', what = '', ...place] = (text ?? '').slice(0, 300).split('~')
  return isIsoDate(day) ? { day, what, place: place.join('~') } : undefined
}
