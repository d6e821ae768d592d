import { formatMonth, type IsoDate } from '#kernel/i18n/format.ts'
import { type Language, type LocalText, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '#ui/components/details/details.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { burnDown } from '../../money/burn-down.ts'
import { amounts, type CreditLine, type listMonths, type listTranches, type listYears } from '../../money/queries.ts'
import { cutOf, remainingOf } from '../../money/warnings.ts'
import { dayText, moneyText } from '../projects/labels.tsx'
import { CurveSvg } from './curve-svg.tsx'

/** What the own books say of a credit, as far as whoever looks may see it. */
export type CreditFacts = {
  readonly t: Translate
  readonly language: Language
  readonly today: IsoDate
  readonly credit: CreditLine
  readonly months: Awaited<ReturnType<typeof listMonths>>
  readonly years: Awaited<ReturnType<typeof listYears>>
  readonly tranches: Awaited<ReturnType<typeof listTranches>>
  /** The credit in which it is contained, where whoever looks may see that one. */
  readonly whole: LocalText | undefined
}

/** What was asked for, approved and cut, and what has become of it. */
export function CreditSummary({ t, language, credit, whole }: CreditFacts) {
  const { requested, approved } = credit
  return (
    <SummaryList
      rows={[
        { key: t('strategy.money.field.kind'), value: t(`strategy.money.kind.${credit.kind}`) },
        ...(whole ? [{ key: t('strategy.money.field.part_of'), value: textIn(whole, language) }] : []),
        { key: t('strategy.money.field.requested'), value: moneyText(requested) },
        { key: t('strategy.money.field.approved'), value: moneyText(approved) },
        { key: t('strategy.money.cut'), value: moneyText(cutOf(credit)) },
        {
          key: t('strategy.money.field.decided_by'),
          value: `${credit.decidedBy ?? '–'}, ${dayText(credit.decidedOn)}`,
        },
        { key: t('strategy.money.committed'), value: moneyText(credit.committed) },
        { key: t('strategy.money.spent'), value: moneyText(credit.spent) },
        { key: t('strategy.money.remaining'), value: moneyText(remainingOf(credit)) },
        { key: t('strategy.money.expected'), value: moneyText(credit.expected) },
        { key: t('strategy.money.field.expires_on'), value: dayText(credit.expiresOn) },
      ]}
    />
  )
}

/** How it is used up, and what each year has. Where some of it was spent by projects that whoever looks may not see, that is said, and no curve drawn of the rest. */
export function CreditMoney(props: CreditFacts) {
  const { t, credit, years } = props
  const elsewhere = credit.spent - years.reduce((sum, { spent }) => sum + spent, 0)
  return (
    <>
      {elsewhere === 0 ? (
        <BurnDown {...props} />
      ) : (
        <p>{t('strategy.money.elsewhere', { amount: moneyText(elsewhere) })}</p>
      )}
      <YearTable {...props} />
    </>
  )
}

function BurnDown({ t, language, today, credit, months }: CreditFacts) {
  // The months are those of the credit itself: what its supplements have spent on their own is taken off beforehand.
  const { approved } = credit
  if (approved === undefined || months.length === 0) return null
  const points = burnDown(approved + credit.supplemented.approved - credit.supplemented.spent, months, today)
  const lines = [
    { label: t('strategy.money.by_plan'), values: points.map(({ planned }) => planned) },
    { label: t('strategy.money.left'), values: points.map(({ left }) => left) },
    { label: t('strategy.money.forecast'), values: points.map(({ forecast }) => forecast) },
  ]
  const names = points.map(({ month }) => formatMonth(month, language, 'long'))
  return (
    <>
      <h2>{t('strategy.money.burn_down')}</h2>
      <CurveSvg title={t('strategy.money.burn_down')} months={names} lines={lines} />
      <Details summary={t('strategy.money.as_table')}>
        <Table
          caption={t('strategy.money.table_of', { title: t('strategy.money.burn_down') })}
          hideCaption
          head={[t('strategy.money.month'), ...lines.map(({ label }) => ({ text: label, isNumeric: true }))]}
          rows={points.map((_, at) => [
            names[at] ?? '',
            ...lines.map(({ values }) => moneyText(values[at] ?? undefined)),
          ])}
        />
      </Details>
    </>
  )
}

function YearTable({ t, years, tranches }: CreditFacts) {
  const keys = [...new Set([...tranches, ...years].map(({ year, account }) => `${year} ${account}`))].toSorted()
  const numeric = (text: string) => ({ text, isNumeric: true })
  if (keys.length === 0) return null
  return (
    <>
      <h2>{t('strategy.money.by_year')}</h2>
      <Table
        caption={t('strategy.money.by_year')}
        hideCaption
        folds
        head={[
          t('strategy.money.year'),
          t('strategy.money.account'),
          numeric(t('strategy.money.tranche')),
          ...amounts.slice(1).map((name) => numeric(t(`strategy.money.${name}`))),
        ]}
        rows={keys.map((key) => {
          const [year = '', account = ''] = key.split(' ')
          const isOwn = (one: { year: number; account: string }) => one.year === Number(year) && one.account === account
          const money = years.find(isOwn)
          return [
            year,
            t(`strategy.money.accounts.${account}`),
            moneyText(tranches.find(isOwn)?.amount),
            ...amounts.slice(1).map((name) => moneyText(money?.[name])),
          ]
        })}
      />
    </>
  )
}
