import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import { formatDate, type IsoDate, isIsoDate, swissDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { uuid } from '#kernel/ids.ts'
import { type DeskPage, deskPage, FormReading, findNames } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DoneNotice, toDone } from '#ui/components/done-notice/done-notice.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { listMissingReports } from '../desk/cockpit-queries.ts'
import { attempt, authorityOf, authorityOfProjects, deskPath, steeringAnswer } from '../desk/desk-context.ts'
import { ForOffice } from '../desk/for-office.tsx'
import { SteeringTabs } from '../desk/steering-tabs.tsx'
import { freezeHalfYear } from './freeze-half-year.ts'
import { halfYearsBefore } from './half-year.ts'
import { ComparedParts } from './half-year-parts.tsx'
import { readCompared } from './read-compared.ts'

export const deskHalfYearsPath = `${deskPath}/half-years`

/** The half-years that an authority has frozen, by whom and when, two of them beside each other, and a form that freezes the next one. */
export async function showDeskHalfYears(
  scope: Scope,
  request: Request,
  form = FormReading.blank(request.t),
  status = 200,
): Promise<Answer> {
  const { t, language, query, today, href } = request
  const authorityId = authorityOfProjects(request)
  const asked = [query.get('before'), query.get('after')]
  const compared = await readCompared(scope, { authorityId, reader: 'authority', asked })
  const people = compared.frozen.flatMap(({ frozenBy }) => (frozenBy === null ? [] : [uuid<'staff'>(frozenBy)]))
  const [names, missing] = await Promise.all([
    findNames(scope, [...new Set(people)]),
    listMissingReports(scope, authorityId),
  ])
  const open = halfYearsBefore(today, 4).filter((day) => compared.frozen.every(({ asOf }) => asOf !== day))
  const nameOf = (id: string | null) =>
    (id === null ? undefined : names.get(uuid<'staff'>(id))) ?? t('strategy.indicators.platform')
  const body = (
    <>
      <h1>{t('strategy.half_years.title')}</h1>
      <SteeringTabs {...{ t, href }} current="half_years" />
      {query.get('done') === 'frozen' && <DoneNotice title={t('strategy.half_years.done')} />}
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('strategy.half_years.not_frozen')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <p>{t('strategy.half_years.lead')}</p>
      {compared.frozen.length > 0 && (
        <Table
          caption={t('strategy.half_years.title')}
          hideCaption
          folds
          head={(['day', 'frozen', 'by', 'file'] as const).map((name) => t(`strategy.half_years.head.${name}`))}
          rows={compared.frozen.map(({ asOf, frozenAt, frozenBy }) => [
            formatDate(asOf),
            formatDate(swissDate(frozenAt)),
            nameOf(frozenBy),
            <a key="file" class="ds-link" href={href(`${deskPath}/report.pdf?authority=${authorityId}&day=${asOf}`)}>
              {t('strategy.half_years.pdf', { day: formatDate(asOf) })}
            </a>,
          ])}
        />
      )}
      {open.length > 0 && (
        <FreezeForm
          {...deskPage(request)}
          {...{ form, open, authorityId }}
          missing={missing.map(({ title }) => textIn(title, language))}
        />
      )}
      <ComparedParts {...{ t, language, authorityId, ...compared }} action={href(deskHalfYearsPath)} />
    </>
  )
  return steeringAnswer(scope, request, { title: t('strategy.half_years.title'), body }, status)
}

type FreezeProps = DeskPage & {
  readonly form: FormReading
  readonly open: readonly IsoDate[]
  readonly authorityId: string
  /** Projects without a report for the last half-year. */
  readonly missing: readonly string[]
}

/** Says of each half-year that is not frozen that it is not, shows its draft, and freezes it. */
function FreezeForm({ t, href, form, open, authorityId, missing }: FreezeProps) {
  return (
    <section aria-labelledby="freeze">
      <h2 id="freeze">{t('strategy.half_years.freeze_title')}</h2>
      <ul>
        {open.map((day) => (
          <li key={day}>
            {t('strategy.half_years.not_yet', { day: formatDate(day) })}{' '}
            <a class="ds-link" href={href(`${deskPath}/report.pdf?authority=${authorityId}&day=${day}`)}>
              {t('strategy.report.take_draft')}
            </a>
          </li>
        ))}
      </ul>
      {missing.length > 0 && <p>{t('strategy.half_years.missing', { names: missing.join(', ') })}</p>}
      <ForOffice>
        <p>{t('strategy.half_years.freeze_means')}</p>
        <form
          method="post"
          action={href(`${deskHalfYearsPath}?authority=${authorityId}`)}
          noValidate
          class="bench-form"
        >
          <SelectField
            id="as_of"
            name="as_of"
            label={t('strategy.half_years.head.day')}
            value={form.value('as_of')}
            options={open.map((day) => ({ value: day, label: formatDate(day) }))}
          />
          <ButtonRow>
            <Button>{t('strategy.half_years.freeze')}</Button>
          </ButtonRow>
        </form>
      </ForOffice>
    </section>
  )
}

/** Freezes the half-year that was chosen; a refusal is said above the form. */
export async function freezeAsked(scope: Scope, request: Request): Promise<Answer> {
  const authorityId = authorityOf(request)
  const form = new FormReading(request.t, request.form)
  const asOf = form.value('as_of')
  const refused = isIsoDate(asOf)
    ? await attempt(request, (writing) => freezeHalfYear(writing, { authorityId, asOf }))
    : { refusal: request.t('strategy.half_years.error.day'), status: 422 }
  if (!refused) return seeOther(toDone(request.href(`${deskHalfYearsPath}?authority=${authorityId}&done=frozen`)))
  form.refusal = refused.refusal
  return showDeskHalfYears(scope, request, form, refused.status)
}
