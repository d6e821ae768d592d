import type { Feed } from '#kernel/feed.ts'
import { formatMonth, formatNumber } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { LinkButton } from '#ui/components/button/button.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Table } from '#ui/components/table/table.tsx'
import type { FeedMonth } from './queries.ts'

type Props = {
  readonly t: Translate
  readonly href: (path: string) => string
  readonly months: readonly FeedMonth[]
  readonly feeds: readonly Feed[]
  readonly older: string | undefined
}

/** What was hidden of the feeds, in counts: of no hidden figure its value or its place. */
export function FeedMonthsPage({ t, href, months, feeds, older }: Props) {
  const figure = (value: number) => formatNumber(value)
  return (
    <>
      <h1>{t('opendata.feed_months.title')}</h1>
      <p>{t('opendata.feed_months.explained')}</p>
      {months.length === 0 ? (
        <EmptyState title={t('opendata.feed_months.none')} />
      ) : (
        <Table
          caption={t('opendata.feed_months.title')}
          hideCaption
          head={[
            t('opendata.feed_months.month'),
            t('opendata.feed_months.feed'),
            ...(['least', 'shown', 'small', 'complement', 'dominated', 'earlier'] as const).map((name) => ({
              text: t(`opendata.feed_months.${name}`),
              isNumeric: true,
            })),
          ]}
          rows={months.map(({ month, feed: id, k, shown, small, complement, dominated, earlier }) => {
            const feed = feeds.find((one) => one.id === id)
            return [
              formatMonth(month, t.language, 'long'),
              feed ? <a href={href(`/opendata/${feed.authorityId}/${id}`)}>{textIn(feed.title, t.language)}</a> : id,
              ...[k, shown, small, complement, dominated, earlier].map(figure),
            ]
          })}
        />
      )}
      {older && (
        <LinkButton href={older} variant="secondary">
          {t('opendata.feed_months.older')}
        </LinkButton>
      )}
    </>
  )
}
