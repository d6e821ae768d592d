import { formatDate } from '#kernel/i18n/format.ts'
import type { AuthorityId, StaffId } from '#kernel/ids.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { DateField } from '#ui/components/date-field/date-field.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table } from '#ui/components/table/table.tsx'
import type { Colleague } from '../desk/colleagues.ts'
import type { DeskPage } from '../desk/desk-frame.tsx'
import { errorOf, type FormReading } from '../desk/form-reading.ts'
import { type Absence, isAway } from './absence.ts'

type Props = DeskPage & {
  readonly form: FormReading
  readonly colleagues: readonly Colleague[]
  /** For whom the reader may enter an absence. */
  readonly team: readonly Colleague[]
  readonly absences: readonly Absence[]
  readonly authorities: readonly { readonly value: string; readonly label: string }[]
  readonly isLead: boolean
  readonly nameOf: (id: StaffId | null) => string
  readonly authorityName: (id: AuthorityId) => string
  readonly mayRemove: (absence: Absence) => boolean
  /** What was just done: the end of a message key below `egovernment.absences.done`. */
  readonly done: string | undefined
}

/** Who is away and who stands in, and the form to say so. */
export function AbsencesPage(props: Props) {
  const { t, form, absences, done } = props
  return (
    <>
      <h1>{t('egovernment.absences.title')}</h1>
      {done !== undefined && <DoneNotice title={t(`egovernment.absences.done.${done}`)} />}
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('egovernment.desk.error.title')}>
          <p>{form.refusal}</p>
        </Alert>
      )}
      <ErrorSummary t={t} errors={form.errors()} />
      {absences.length === 0 ? (
        <EmptyState title={t('egovernment.absences.none')} icon="Inbox">
          <p>{t('egovernment.absences.intro')}</p>
        </EmptyState>
      ) : (
        <>
          <p>{t('egovernment.absences.intro')}</p>
          <AbsenceTable {...props} />
        </>
      )}
      <h2>{t('egovernment.absences.enter')}</h2>
      <EnterForm {...props} />
    </>
  )
}

function AbsenceTable(props: Props) {
  const { t, href, today, absences, authorities, nameOf } = props
  const isMany = authorities.length > 1
  return (
    <Table
      caption={t('egovernment.absences.title')}
      hideCaption
      head={[
        t('egovernment.absences.who'),
        ...(isMany ? [t('egovernment.desk.filter.authority')] : []),
        t('egovernment.absences.first'),
        t('egovernment.absences.last'),
        t('egovernment.absences.deputy'),
        t('egovernment.absences.entered_by'),
        t('egovernment.absences.change'),
      ]}
      rows={absences.map((absence) => [
        <>
          {nameOf(absence.staffId)}
          {isAway(absence, today) && ` (${t('egovernment.absences.now')})`}
        </>,
        ...(isMany ? [props.authorityName(absence.authorityId)] : []),
        formatDate(absence.firstDay),
        formatDate(absence.lastDay),
        nameOf(absence.deputyId),
        nameOf(absence.enteredBy),
        props.mayRemove(absence) ? (
          <form method="post" action={href(`/desk/absences/${absence.id}/removal`)}>
            <button
              class="ds-button"
              type="submit"
              data-variant="tertiary"
              aria-label={t('egovernment.absences.remove_of', {
                name: nameOf(absence.staffId),
                day: formatDate(absence.firstDay),
              })}
            >
              {t('egovernment.absences.remove')}
            </button>
          </form>
        ) : (
          '–'
        ),
      ])}
    />
  )
}

function EnterForm({ t, href, form, colleagues, team, authorities, isLead }: Props) {
  const people = colleagues.map(({ staffId, name }) => ({ value: staffId, label: name }))
  return (
    <form method="post" action={href('/desk/absences')} noValidate>
      {authorities.length > 1 && (
        <SelectField
          id="authority"
          name="authority"
          label={t('egovernment.desk.filter.authority')}
          value={form.value('authority')}
          emptyLabel={t('egovernment.desk.choose')}
          options={authorities}
          required
          {...errorOf(form, 'authority')}
        />
      )}
      {isLead && (
        <SelectField
          id="who"
          name="who"
          label={t('egovernment.absences.who')}
          value={form.value('who')}
          emptyLabel={t('egovernment.desk.choose')}
          options={team.map(({ staffId, name }) => ({ value: staffId, label: name }))}
          required
          {...errorOf(form, 'who')}
        />
      )}
      <DateField
        t={t}
        id="first"
        name="first"
        label={t('egovernment.absences.first')}
        value={form.dayParts('first')}
        required
        {...errorOf(form, 'first')}
      />
      <DateField
        t={t}
        id="last"
        name="last"
        label={t('egovernment.absences.last')}
        value={form.dayParts('last')}
        required
        {...errorOf(form, 'last')}
      />
      <SelectField
        id="deputy"
        name="deputy"
        label={t('egovernment.absences.deputy')}
        hint={t('egovernment.absences.deputy_hint')}
        value={form.value('deputy')}
        emptyLabel={t('egovernment.desk.choose')}
        options={[{ value: 'nobody', label: t('egovernment.absences.nobody') }, ...people]}
        required
        {...errorOf(form, 'deputy')}
      />
      <ButtonRow>
        <Button>{t('egovernment.absences.submit')}</Button>
      </ButtonRow>
    </form>
  )
}
