import { formatDate, formatMoney } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Table } from '#ui/components/table/table.tsx'
import type { Member } from '../agreement.ts'
import type { AgreementFound } from '../queries.ts'
import type { Consequence } from '../taking-part.ts'

type FactsProps = {
  readonly t: Translate
  readonly language: Language
  readonly agreement: AgreementFound
  readonly members: readonly Member[]
}

/** What is known of an agreement: members, contributions, how costs and votes are weighed, and the sources. */
export function AgreementFacts({ t, language, agreement, members }: FactsProps) {
  const { text, kind, beginsOn, endsOn, rates, costKey, noticeMonths, sources, owner } = agreement
  const shown = (day: string) => (day.length === 10 ? formatDate(day) : day)
  const row = (key: string, value: string | undefined) => (value === undefined || value === '' ? [] : [{ key, value }])
  const rows = [
    ...row(t('strategy.agreements.field.kind'), t(`strategy.agreements.kind.${kind}`)),
    ...row(t('strategy.agreements.field.since'), beginsOn && formatDate(beginsOn)),
    ...row(t('strategy.agreements.field.until'), endsOn && formatDate(endsOn)),
    ...row(t('strategy.agreements.field.office'), owner),
    ...row(t('strategy.agreements.field.members'), members.map(({ name }) => name).join(', ')),
    ...row(t('strategy.agreements.field.cost_key'), costKey && t(`strategy.synergies.key.${costKey.kind}`)),
    ...row(
      t('strategy.agreements.field.notice'),
      noticeMonths === undefined ? undefined : t('strategy.agreements.months', { count: noticeMonths }),
    ),
    ...rates.flatMap(({ from, rappenPerHead }) =>
      row(
        t('strategy.agreements.field.rate', { from: shown(from) }),
        t('strategy.agreements.per_head', { amount: formatMoney(rappenPerHead) }),
      ),
    ),
  ]
  return (
    <>
      {text && <p>{textIn(text, language)}</p>}
      <SummaryList rows={rows} />
      <p class="edge-source">
        {t('strategy.parliament.source')}{' '}
        {sources.map(({ title, url, date }, at) => (
          <span key={at}>
            {at > 0 && '; '}
            {url === undefined ? title : <a href={url}>{title}</a>}
            {date !== undefined && `, ${shown(date)}`}
          </span>
        ))}
      </p>
    </>
  )
}

/** All shares together, which are the whole amount to the Rappen; undefined where nobody pays. */
function sumOf(lines: readonly Consequence[], when: 'before' | 'after'): number | undefined {
  const shares = lines.flatMap((line) => line[when] ?? [])
  return shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0)
}

/** Who pays what before and after a change: the figures side by side. */
export function Consequences({
  t,
  caption,
  lines,
  nameOf,
}: {
  readonly t: Translate
  readonly caption: string
  readonly lines: readonly Consequence[]
  readonly nameOf: (id: string) => string
}) {
  const money = (rappen: number | undefined) => (rappen === undefined ? '–' : formatMoney(rappen))
  return (
    <Table
      caption={caption}
      head={[
        t('strategy.agreements.field.member'),
        { text: t('strategy.agreements.before'), isNumeric: true },
        { text: t('strategy.agreements.after'), isNumeric: true },
      ]}
      rows={[
        ...lines.map(({ id, before, after }) => [nameOf(id), money(before), money(after)]),
        [t('strategy.agreements.sum'), money(sumOf(lines, 'before')), money(sumOf(lines, 'after'))],
      ]}
    />
  )
}
