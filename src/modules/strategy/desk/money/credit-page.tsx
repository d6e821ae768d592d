import { formatMonth } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { DeskPage } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { burnDown } from '../../money/burn-down.ts'
import { amounts, type CreditLine, type listMonths, type listTranches, type listYears } from '../../money/queries.ts'
import { remainingOf, warningsOf } from '../../money/warnings.ts'
import { BothVersions, WasFields } from '../both-versions.tsx'
import { deskPath } from '../desk-context.ts'
import type { Edit } from '../edit.ts'
import { dayText, moneyText } from '../projects/labels.tsx'
import { CreditFields } from './credit-form.tsx'
import { CurveSvg } from './curve-svg.tsx'

type CreditPageProps = DeskPage & {
  readonly language: Language
  readonly credit: CreditLine
  readonly months: Awaited<ReturnType<typeof listMonths>>
  readonly years: Awaited<ReturnType<typeof listYears>>
  readonly tranches: Awaited<ReturnType<typeof listTranches>>
  readonly supplements: readonly CreditLine[]
  readonly bases: readonly CreditLine[]
  readonly edit: Edit
  readonly isSaved: boolean
}

/** One credit: what was asked for, approved and cut, how it is used up, and what each year has. */
export function CreditPage(props: CreditPageProps) {
  const { t, href, language, today, credit, supplements, bases, edit, isSaved } = props
  const { form, versions } = edit
  const fields = <CreditFields {...{ t, form, language, bases }} />
  const warnings = warningsOf(credit, today)
  const { requested, approved } = credit
  const cut = requested === undefined || approved === undefined ? undefined : requested - approved
  return (
    <>
      <BackLink t={t} href={href(`${deskPath}/credits?authority=${credit.authorityId}`)} />
      <h1>{textIn(credit.title, language)}</h1>
      {isSaved && <DoneNotice title={t('strategy.goals.saved')} />}
      {form.refusal !== undefined && versions === undefined && (
        <Alert kind="danger" isLive title={t('strategy.goals.not_saved')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      {warnings.length > 0 && (
        <Alert kind="warning" title={t('strategy.money.warns')}>
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{t(`strategy.money.warning.${warning}`)}</li>
            ))}
          </ul>
        </Alert>
      )}
      <SummaryList
        rows={[
          { key: t('strategy.money.field.kind'), value: t(`strategy.money.kind.${credit.kind}`) },
          { key: t('strategy.money.field.requested'), value: moneyText(requested) },
          { key: t('strategy.money.field.approved'), value: moneyText(approved) },
          { key: t('strategy.money.cut'), value: moneyText(cut) },
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
      {supplements.length > 0 && (
        <>
          <h2>{t('strategy.money.supplements')}</h2>
          <ul>
            {supplements.map((one) => (
              <li key={one.id}>
                <a class="ds-link" href={href(`${deskPath}/credits/${one.slug}?authority=${one.authorityId}`)}>
                  {textIn(one.title, language)}
                </a>{' '}
                {moneyText(one.approved)}
              </li>
            ))}
          </ul>
        </>
      )}
      <BurnDown {...props} />
      <YearTable {...props} />
      <ErrorSummary t={t} errors={form.errors()} />
      <BothVersions {...{ t, versions, fields }} />
      <Details summary={t('strategy.money.edit')} isOpen={!form.isSound || versions !== undefined}>
        <form
          method="post"
          action={href(`${deskPath}/credits/${credit.slug}?authority=${credit.authorityId}`)}
          noValidate
          class="bench-form"
        >
          <WasFields edit={edit} />
          {fields}
          <ButtonRow>
            <Button>{t('strategy.goals.save')}</Button>
          </ButtonRow>
        </form>
      </Details>
    </>
  )
}

function BurnDown({ t, language, today, credit, months }: CreditPageProps) {
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

function YearTable({ t, years, tranches }: CreditPageProps) {
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
