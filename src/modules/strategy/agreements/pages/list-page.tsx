import { formatDate, formatNumber } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { type DeskPage, errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button } from '#ui/components/button/button.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { namedErrors } from '../../desk/field-words.ts'
import { SlugField } from '../../desk/slug-field.tsx'
import { SteeringTabs } from '../../desk/steering-tabs.tsx'
import type { Population } from '../../sharing/populations.ts'
import type { AgreementFound } from '../queries.ts'
import { AgreementFields } from './agreement-form.tsx'
import { agreementPath, agreementsPath } from './paths.ts'

type ListProps = DeskPage & {
  readonly language: Language
  readonly authorityId: AuthorityId
  readonly population: Population | undefined
  readonly isSaved: boolean
  /** The form for a new agreement. */
  readonly made: FormReading
  /** The one for the population. */
  readonly form: FormReading
  readonly agreements: readonly AgreementFound[]
  readonly nameOf: (id: AuthorityId) => string
}

export function AgreementsPage(props: ListProps) {
  const { t, href, language, agreements, made, form, isSaved, nameOf } = props
  const refusal = made.refusal ?? form.refusal
  return (
    <>
      <h1>{t('strategy.agreements.title')}</h1>
      <p>{t('strategy.agreements.lead')}</p>
      <SteeringTabs {...{ t, href }} current="agreements" />
      {isSaved && <DoneNotice title={t('strategy.agreements.saved')} />}
      {refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.agreements.not_saved')}>
          <p>{refusal}</p>
        </Alert>
      )}
      <ErrorSummary
        t={t}
        errors={[
          ...namedErrors(made, <NewFields t={t} form={made} />),
          ...namedErrors(form, <PopulationFields t={t} form={form} />),
        ]}
      />
      {agreements.length === 0 ? (
        <EmptyState title={t('strategy.agreements.none')} />
      ) : (
        <Table
          caption={t('strategy.agreements.title')}
          hideCaption
          folds
          head={[
            t('strategy.agreements.field.title'),
            t('strategy.agreements.field.kind'),
            t('strategy.agreements.field.since'),
            t('strategy.agreements.field.keeper'),
          ]}
          rows={agreements.map(({ key, slug, title, kind, beginsOn }) => [
            <a class="ds-link" href={href(agreementPath({ key, slug }))}>
              {textIn(title, language)}
            </a>,
            t(`strategy.agreements.kind.${kind}`),
            beginsOn ? formatDate(beginsOn) : '–',
            nameOf(key.authorityId),
          ])}
        />
      )}
      <NewAgreement {...props} />
      <PopulationForm {...props} />
    </>
  )
}

function NewAgreement({ t, href, authorityId, made }: ListProps) {
  return (
    <Details summary={t('strategy.agreements.new')} isOpen={!made.isSound}>
      <form method="post" action={href(`${agreementsPath}?authority=${authorityId}`)} noValidate class="bench-form">
        <NewFields t={t} form={made} />
        <Button>{t('strategy.parliament.create')}</Button>
      </form>
    </Details>
  )
}

/** How many people live there: votes and costs are weighed by it, and only with a source. */
function PopulationForm({ t, href, authorityId, population, form, nameOf }: ListProps) {
  const seen = form.value('seen') || (population ? `${population.asOf}/${population.inhabitants}` : '')
  return (
    <>
      <h2>{t('strategy.agreements.population')}</h2>
      <p>
        {population
          ? t(`strategy.agreements.people_${population.standing === 'example' ? 'example' : 'said'}`, {
              name: nameOf(authorityId),
              count: formatNumber(population.inhabitants),
              day: formatDate(population.asOf),
            })
          : t('strategy.agreements.people_unknown', { name: nameOf(authorityId) })}
      </p>
      <Details summary={t('strategy.agreements.enter_population')} isOpen={!form.isSound}>
        <form
          method="post"
          action={href(`${agreementsPath}/population?authority=${authorityId}`)}
          noValidate
          class="form-page"
        >
          <input type="hidden" name="seen" value={seen} />
          <PopulationFields t={t} form={form} />
          <Button>{t('strategy.synergies.save')}</Button>
        </form>
      </Details>
    </>
  )
}

type FieldsProps = { readonly t: Translate; readonly form: FormReading }

function NewFields(props: FieldsProps) {
  return (
    <>
      <SlugField {...props} />
      <AgreementFields {...props} />
    </>
  )
}

function PopulationFields({ t, form }: FieldsProps) {
  return (
    <>
      <TextField
        id="inhabitants"
        name="inhabitants"
        label={t('strategy.agreements.population')}
        inputMode="numeric"
        width="s"
        value={form.value('inhabitants')}
        {...errorOf(form, 'inhabitants')}
      />
      <DateField
        t={t}
        id="as_of"
        name="as_of"
        label={t('strategy.agreements.field.as_of')}
        value={form.dayParts('as_of')}
        {...errorOf(form, 'as_of')}
      />
      <TextField
        id="population_source"
        name="population_source"
        label={t('strategy.parliament.field.source')}
        value={form.value('population_source')}
        maxLength={500}
        width="full"
        {...errorOf(form, 'population_source')}
      />
    </>
  )
}
