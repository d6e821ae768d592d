import { formatDate } from '#kernel/i18n/format.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { BackLink } from '#ui/components/back-link/back-link.tsx'
import { Button } from '#ui/components/button/button.tsx'
import type { Absence } from '../absences/absence.ts'
import type { BulkResult } from './bulk-assignment.ts'
import { caseHref, type DeskPage } from './desk-frame.tsx'
import { type InboxView, viewSearch } from './inbox.ts'
import { bulkForm } from './inbox-page.tsx'

/** To whom marked cases can go, as the bar offers it. */
export type Targets = {
  readonly colleagues: readonly { readonly value: string; readonly text: string }[]
  readonly units: readonly { readonly value: string; readonly text: string }[]
}

type Props = DeskPage & { readonly view: InboxView }

const addressOf = ({ href, view }: Props) => href(`/desk/inbox/assignment${viewSearch(view)}`)

/** What happens to the marked rows. With styles it shows once something is marked. */
export function BulkBar(props: Props & { targets: Targets }) {
  const { t, targets } = props
  return (
    <form id={bulkForm} class="bulk-bar" method="post" action={addressOf(props)}>
      <label class="ds-label" for="bulk-to">
        {t('egovernment.desk.bulk.to')}
      </label>
      <select class="ds-input" id="bulk-to" name="to">
        <option value="me">{t('egovernment.desk.bulk.me')}</option>
        {targets.colleagues.length > 0 && (
          <optgroup label={t('egovernment.desk.bulk.colleagues')}>
            <option value="nobody">{t('egovernment.desk.assignment.nobody')}</option>
            {targets.colleagues.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </optgroup>
        )}
        {targets.units.length > 0 && (
          <optgroup label={t('egovernment.desk.bulk.units')}>
            {targets.units.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </optgroup>
        )}
      </select>
      <Button>{t('egovernment.desk.action.assignment')}</Button>
    </form>
  )
}

/** What could not be assigned, by number. */
export function BulkResultPage(props: Props & { result: BulkResult }) {
  const { t, href, view, result } = props
  return (
    <>
      <BackLink t={t} href={href(`/desk/inbox${viewSearch(view)}`)} />
      <h1>{t('egovernment.desk.bulk.result_title')}</h1>
      {result.done.length > 0 && (
        <>
          <Alert kind="success" isLive title={t('egovernment.desk.bulk.done', { count: result.done.length })} />
          <ul>
            {result.done.map((number) => (
              <li key={number}>
                <a class="ds-link" href={caseHref({ href }, number, view)}>
                  {number}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      <Alert kind="warning" isLive title={t('egovernment.desk.bulk.left', { count: result.left.length })} />
      <ul>
        {result.left.map(({ number, why }) => (
          <li key={number}>
            <a class="ds-link" href={caseHref({ href }, number, view)}>
              {number}
            </a>
            : {t(`egovernment.desk.bulk.why.${why}`)}
          </li>
        ))}
      </ul>
    </>
  )
}

type AwayProps = Props & {
  readonly numbers: readonly string[]
  readonly absence: Absence
  readonly nameOf: (id: string | null) => string
}

/** Whoever the cases should go to is away: asks whether her deputy takes them. */
export function BulkAwayPage(props: AwayProps) {
  const { t, href, view, numbers, absence, nameOf } = props
  const { staffId, deputyId, lastDay } = absence
  const choice = (to: string, text: string, variant: 'primary' | 'secondary') => (
    <form method="post" action={addressOf(props)}>
      {numbers.map((number) => (
        <input key={number} type="hidden" name="case" value={number} />
      ))}
      <input type="hidden" name="to" value={to} />
      {to === `staff:${staffId}` && <input type="hidden" name="anyway" value="yes" />}
      <Button variant={variant}>{text}</Button>
    </form>
  )
  return (
    <>
      <BackLink t={t} href={href(`/desk/inbox${viewSearch(view)}`)} />
      <h1>{t('egovernment.desk.away.title', { name: nameOf(staffId) })}</h1>
      <Alert kind="warning" isLive>
        <p>
          {t('egovernment.desk.away.until', { name: nameOf(staffId), day: formatDate(lastDay) })}{' '}
          {deputyId === null
            ? t('egovernment.desk.away.no_deputy')
            : t('egovernment.desk.away.deputy', { name: nameOf(deputyId) })}
        </p>
      </Alert>
      <p>{t('egovernment.desk.bulk.selected', { count: numbers.length })}</p>
      <div class="button-row">
        {deputyId !== null &&
          choice(`staff:${deputyId}`, t('egovernment.desk.away.to_deputy', { name: nameOf(deputyId) }), 'primary')}
        {choice(`staff:${staffId}`, t('egovernment.desk.away.anyway', { name: nameOf(staffId) }), 'secondary')}
      </div>
    </>
  )
}
