import { formatMonth } from '#kernel/i18n/format.ts'
import { type Language, type LocalText, textIn } from '#kernel/i18n/language.ts'
import { type DeskPage, errorOf } from '#modules/egovernment/public.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { ProjectStanding } from '../../graph/who-leads.ts'
import type { ProjectValue } from '../../money/project-value.ts'
import { accounts, amounts, type listYears } from '../../money/queries.ts'
import type { ProjectRecord } from '../../projects/find-project.ts'
import { BothVersions, WasFields } from '../both-versions.tsx'
import { deskPath } from '../desk-context.ts'
import type { Edit } from '../edit.ts'
import { MoneyCurve } from '../money/money-curve.tsx'
import { moneyText } from './labels.tsx'
import { fieldLabel } from './part-fields.tsx'
import { amountsOf } from './part-form.ts'
import { projectsPath } from './project-context.ts'

type Funding = {
  readonly authorityId: string
  readonly id: string
  readonly slug: string
  readonly title: LocalText
}

type MoneyTabProps = DeskPage & {
  readonly language: Language
  readonly project: ProjectRecord
  readonly standing: ProjectStanding
  readonly value: ProjectValue
  readonly years: Awaited<ReturnType<typeof listYears>>
  readonly funding: readonly Funding[]
  readonly edit: Edit
}

/** A project's money: what it is paid from, by year and account, its earned value with the formulae, and a form for a month. */
export function MoneyTab(props: MoneyTabProps) {
  const { t, href, language, project, standing, value, years, funding } = props
  const isFunded = funding.some(isOf(project))
  const numeric = (text: string) => ({ text, isNumeric: true })
  return (
    <>
      <h2>{t('strategy.money.funding')}</h2>
      {funding.length === 0 ? (
        <p>{t('strategy.projects.none')}</p>
      ) : (
        <ul>
          {funding.map((credit) => (
            <li key={credit.id}>
              <a class="ds-link" href={href(creditPath(credit, project))}>
                {textIn(credit.title, language)}
              </a>
            </li>
          ))}
        </ul>
      )}
      <h2>{t('strategy.money.by_year')}</h2>
      {years.length === 0 ? (
        <p>{t('strategy.projects.none')}</p>
      ) : (
        <Table
          caption={t('strategy.money.by_year')}
          hideCaption
          folds
          head={[
            t('strategy.money.year'),
            t('strategy.money.account'),
            ...amounts.map((name) => numeric(t(`strategy.money.${name}`))),
          ]}
          rows={years.map((row) => [
            String(row.year),
            t(`strategy.money.accounts.${row.account}`),
            ...amounts.map((name) => moneyText(row[name])),
          ])}
        />
      )}
      <h2>{t('strategy.money.earned_value')}</h2>
      {value.cost && value.time && value.asOf ? (
        <>
          <p>{t('strategy.money.as_of', { month: formatMonth(value.asOf, language, 'long') })}</p>
          <MoneyCurve t={t} language={language} points={value.points} until={value.asOf} />
          <Table
            caption={t('strategy.money.figures')}
            head={[t('strategy.money.figure'), t('strategy.money.formula')]}
            rows={[...value.cost, ...value.time].map(({ name, formula }) => [
              t(`strategy.money.figure_name.${name}`),
              <code key="formula">{formula}</code>,
            ])}
          />
        </>
      ) : (
        <p>{t('strategy.money.no_value')}</p>
      )}
      {standing !== 'reader' && !isFunded && <h2>{t('strategy.money.enter_month')}</h2>}
      {standing !== 'reader' && isFunded && <MonthForm {...props} />}
      {standing === 'lead' && !isFunded && <p>{t('strategy.money.no_credit')}</p>}
      {standing === 'office' && !isFunded && <HowToConnect {...{ t, href, project }} />}
    </>
  )
}

/** Of a project's credits only those of its own authority take its months: what others pay is their account. */
const isOf = (project: ProjectRecord) => (credit: Funding) => credit.authorityId === project.authorityId

function creditPath(credit: Funding, project: ProjectRecord): string {
  return isOf(project)(credit)
    ? `${deskPath}/credits/${credit.slug}?authority=${credit.authorityId}`
    : `/strategy/goals/${credit.authorityId}/${credit.slug}`
}

/** Without a credit there is nothing that a month could be entered for: what is to be done first. */
function HowToConnect({ t, href, project }: Pick<MoneyTabProps, 't' | 'href' | 'project'>) {
  const here = `${deskPath}/goals/${project.slug}?authority=${project.authorityId}`
  return (
    <>
      <p>{t('strategy.money.no_credit')}</p>
      <ol>
        <li>
          <a class="ds-link" href={href(`${deskPath}/credits?authority=${project.authorityId}`)}>
            {t('strategy.money.new')}
          </a>
        </li>
        <li>
          <a class="ds-link" href={`${href(here)}#edges`}>
            {t('strategy.money.connect')}
          </a>{' '}
          {t('strategy.money.connect_how', { verb: t('strategy.verb.funds'), direction: t('strategy.goals.to_here') })}
        </li>
      </ol>
    </>
  )
}

function MonthForm({ t, href, language, project, standing, funding, edit }: MoneyTabProps) {
  const { form, versions } = edit
  const shared = (name: string, label: string) => ({
    id: name,
    name,
    label,
    value: form.value(name),
    ...errorOf(form, name),
  })
  const fields = (
    <>
      <SelectField
        {...shared('credit', fieldLabel(t, 'credit'))}
        options={funding.filter(isOf(project)).map(({ id, title }) => ({ value: id, label: textIn(title, language) }))}
      />
      <SelectField
        {...shared('account', t('strategy.money.account'))}
        options={accounts.map((value) => ({ value, label: t(`strategy.money.accounts.${value}`) }))}
      />
      <TextField
        {...shared('month', t('strategy.money.month'))}
        hint={t('strategy.money.month_hint')}
        width="s"
        maxLength={7}
        required
      />
      {amountsOf(standing).map((name) => (
        <TextField
          key={name}
          {...shared(name, t(`strategy.money.${name}`))}
          type="number"
          prefix="CHF"
          width="m"
          required
        />
      ))}
    </>
  )
  return (
    <Details summary={t('strategy.money.enter_month')} isOpen={!form.isSound || versions !== undefined}>
      <BothVersions {...{ t, versions, fields }} />
      <form
        method="post"
        action={href(`${projectsPath}/${project.slug}/months?authority=${project.authorityId}`)}
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
  )
}
