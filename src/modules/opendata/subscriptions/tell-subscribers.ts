import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import { withPrefix } from '#kernel/http/address.ts'
import { type Language, type LocalText, textIn } from '#kernel/i18n/language.ts'
import { slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { sendMail } from '#kernel/mail/send-mail.ts'
import type { LongWork } from '#kernel/module.ts'
import { type Addressee, type Correspondence, correspondence, findAddressee } from '../addressees/addressee.ts'
import { dataSetPath, seriesPath } from '../catalogue/addresses.ts'
import { readMetadata } from '../catalogue/queries.ts'
import { kindOf } from '../changes/queries.ts'
import { readSeriesMetadata } from '../series/queries.ts'

const [minute, day] = [60_000, 86_400_000]
/** What was written in a transaction that is not over yet may carry an earlier time: it is told with the next mail. */
const settleMs = 5 * minute
/** After an outage as long as this nothing is lost. */
const lookBackMs = 8 * day
const [atOnce, mostChanges, mostNamed] = [200, 500, 40]

/**
 * Tells everybody who follows something what has changed since the last mail: one mail a day at most, in her language. Those who have something
 * to be told are found page by page, and each is told in a transaction of her own.
 */
export const tellSubscribers: LongWork = async ({ kernel }) => {
  for (let after: string | undefined; ; ) {
    const page = await kernel.database.read(correspondence, (scope) => listToTell(scope, after))
    // What is wrong with one keeps nobody else from her mail.
    for (const { id, hasNews } of page) {
      if (!hasNews) continue
      await kernel.database
        .write(correspondence, (scope) => tell(scope, kernel, id))
        .catch((error: unknown) => kernel.log.warn('subscriber not told', { addressee: id, error: nameOf(error) }))
    }
    after = page.at(-1)?.id
    if (page.length < atOnce) return
  }
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'unknown')

/** A page of addressees, by their ids, and whether there is any change since their last mail: of each thing that is followed only the latest is looked at. */
async function listToTell(scope: Scope, after: string | undefined): Promise<{ id: string; hasNews: boolean }[]> {
  const now = scope.now().getTime()
  const upTo = new Date(now - settleMs)
  const latest = (ofSet: RawBuilder<unknown>) => sql<Date | null>`(
    select c.at from opendata.data_set_changes c where c.authority_id = s.authority_id ${ofSet} and c.at <= ${upTo}
    order by c.at desc, c.id desc limit 1)`
  const latestOfSeries = sql<Date | null>`(
    select greatest(case when r.changed_at <= ${upTo} then r.changed_at end, case when r.withdrawn_at is null then (
      select max(${latest(sql`and c.data_set_id = m.data_set_id`)})
      from opendata.series_members m where m.authority_id = r.authority_id and m.series_id = r.id) end)
    from opendata.published_series r where r.authority_id = s.authority_id and r.id = s.series_id)`
  const { rows } = await sql<{ id: string; has_news: boolean }>`
    select a.id, exists (
      select from opendata.subscriptions s
      where s.addressee_id = a.id and s.confirmed_at is not null
        and case when s.series_id is not null then ${latestOfSeries} when s.data_set_id is null then ${latest(sql``)}
          else ${latest(sql`and c.data_set_id = s.data_set_id`)} end
          > greatest(s.confirmed_at, a.told_to, ${new Date(now - lookBackMs)}::timestamptz)) as has_news
    from (select id, told_to from opendata.addressees
      where id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid order by id limit ${atOnce}) a
    order by a.id`.execute(scope.db)
  return rows.map(({ id, has_news: hasNews }) => ({ id, hasNews }))
}

async function tell(scope: Correspondence, kernel: Kernel, id: string): Promise<void> {
  const found = await findAddressee(scope, kernel.sealing, id)
  if (!found || found.toldOn === scope.today()) return
  const upTo = new Date(scope.now().getTime() - settleMs)
  const since = found.toldTo
  const ofSeries = await listSeriesNews(scope, id, since, upTo)
  const news = [...ofSeries, ...newsOf(await listNews(scope, id, since, upTo))]
  scope.write(
    scope.db
      .updateTable('opendata.addressees')
      .set({ told_to: upTo, ...(found.email !== undefined && news.length > 0 && { told_on: scope.today() }) })
      .where('id', '=', id),
  )
  if (found.email === undefined || news.length === 0) return
  const { language } = found
  const t = kernel.translators[language]
  const path = `/opendata/subscriptions/of/${found.ending}`
  const endingUrl = kernel.settings.origin + withPrefix({ language }, path)
  sendMail(scope, {
    key: `opendata-changes/${id}/${scope.today()}`,
    to: found.email,
    language,
    subject: t('opendata.subscriptions.mail.news_subject', {
      count: news.length,
      title: textIn(news[0]?.title ?? { de: '' }, language),
    }),
    text: mailText(kernel, found, news, endingUrl),
    endingUrl,
    aboutId: id,
    ...(found.partyId !== null && { partyId: found.partyId }),
  })
}

/** A data set or a series with what happened to it, the latest first. */
type News = {
  readonly title: LocalText
  readonly authorityId: string
  readonly path: string
  /** What happened, by the messages that say it. */
  readonly what: readonly string[]
  /** Why it was taken back, where that was said. */
  readonly reason?: string
  /** The subscription by which she is told, to be ended. */
  readonly subscriptionId: string
}

type Change = Awaited<ReturnType<typeof listNews>>[number]

function listNews(scope: Scope, addresseeId: string, since: Date, upTo: Date) {
  return scope.db
    .selectFrom('opendata.subscriptions as s')
    .innerJoin('opendata.data_set_changes as c', (on) =>
      on.onRef('c.authority_id', '=', 's.authority_id').on(({ or, and, eb, ref, exists, selectFrom }) =>
        or([
          eb('s.data_set_id', '=', ref('c.data_set_id')),
          and([eb('s.data_set_id', 'is', null), eb('s.series_id', 'is', null)]),
          exists(
            selectFrom('opendata.series_members as m')
              .innerJoin('opendata.published_series as r', (of) =>
                of.onRef('r.authority_id', '=', 'm.authority_id').onRef('r.id', '=', 'm.series_id'),
              )
              .select('m.data_set_id')
              .whereRef('m.authority_id', '=', 's.authority_id')
              .whereRef('m.series_id', '=', 's.series_id')
              .whereRef('m.data_set_id', '=', 'c.data_set_id')
              .where('r.withdrawn_at', 'is', null),
          ),
        ]),
      ),
    )
    .innerJoin('opendata.published_data_sets as p', (on) =>
      on.onRef('p.authority_id', '=', 'c.authority_id').onRef('p.id', '=', 'c.data_set_id'),
    )
    .select(['s.id as subscription_id', 'c.authority_id', 'c.data_set_id', 'c.kind', 'p.slug', 'p.metadata'])
    .where('s.addressee_id', '=', addresseeId)
    .where('s.confirmed_at', 'is not', null)
    .whereRef('c.at', '>', 's.confirmed_at')
    .where('c.at', '>', since)
    .where('c.at', '<=', upTo)
    .orderBy('c.at', 'desc')
    .orderBy('s.data_set_id', (order) => order.asc().nullsLast())
    .orderBy('s.series_id', (order) => order.asc().nullsLast())
    .limit(mostChanges)
    .execute()
}

/** The series she follows whose own texts or choice changed, or that were taken back. */
async function listSeriesNews(scope: Scope, addresseeId: string, since: Date, upTo: Date): Promise<News[]> {
  const rows = await scope.db
    .selectFrom('opendata.subscriptions as s')
    .innerJoin('opendata.published_series as r', (on) =>
      on.onRef('r.authority_id', '=', 's.authority_id').onRef('r.id', '=', 's.series_id'),
    )
    .select(['s.id', 'r.id as series_id', 'r.authority_id', 'r.slug', 'r.metadata', 'r.withdrawn_at'])
    .select('r.withdrawal_reason')
    .where('s.addressee_id', '=', addresseeId)
    .where('s.confirmed_at', 'is not', null)
    .whereRef('r.changed_at', '>', 's.confirmed_at')
    .where('r.changed_at', '>', since)
    .where('r.changed_at', '<=', upTo)
    .orderBy('r.changed_at', 'desc')
    .limit(mostChanges)
    .execute()
  return rows.map((row) => {
    const authorityId = slug<'authority'>(row.authority_id)
    return {
      title: readSeriesMetadata(row.metadata, row.series_id).title,
      authorityId,
      path: seriesPath({ authorityId, slug: row.slug }),
      what: [`opendata.series.news.${row.withdrawn_at === null ? 'changed' : 'withdrawn'}`],
      ...(row.withdrawal_reason !== null && { reason: row.withdrawal_reason }),
      subscriptionId: row.id,
    }
  })
}

function newsOf(changes: readonly Change[]): News[] {
  const byDataSet = Map.groupBy(changes, ({ data_set_id }) => data_set_id)
  return [...byDataSet.values()].flatMap((own) => {
    const [latest] = own
    if (!latest) return []
    const authorityId = slug<'authority'>(latest.authority_id)
    return [
      {
        title: readMetadata(latest.metadata, latest.data_set_id).title,
        authorityId,
        path: dataSetPath({ authorityId, slug: latest.slug }),
        what: [...new Set(own.map(({ kind }) => `opendata.changes.${kindOf(kind)}`))],
        subscriptionId: latest.subscription_id,
      },
    ]
  })
}

function mailText(kernel: Kernel, { language }: Addressee, news: readonly News[], endingUrl: string): string {
  const t = kernel.translators[language]
  const entries = news.slice(0, mostNamed).map((one) => entryText(kernel, language, one, endingUrl))
  const more = news.length - entries.length
  return [
    t('opendata.subscriptions.mail.greeting'),
    t('opendata.subscriptions.mail.news_text', { count: news.length }),
    ...entries,
    ...(more > 0 ? [t('opendata.subscriptions.mail.news_more', { count: more })] : []),
    `${t('opendata.subscriptions.mail.news_end')}\n${endingUrl}`,
  ].join('\n\n')
}

function entryText(
  { translators, authorities, settings }: Kernel,
  language: Language,
  { title, authorityId, path, what, reason, subscriptionId }: News,
  endingUrl: string,
): string {
  const t = translators[language]
  return [
    t('opendata.subscriptions.mail.entry', {
      title: textIn(title, language),
      authority: authorities.nameOf(authorityId, language),
      what: what.map((key) => t(key)).join(', '),
    }),
    ...(reason === undefined ? [] : [t('opendata.series.reason', { reason })]),
    settings.origin + withPrefix({ language }, path),
    `${t('opendata.subscriptions.mail.entry_end')} ${endingUrl}?one=${subscriptionId}`,
  ].join('\n')
}
