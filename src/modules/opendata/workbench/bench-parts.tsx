import type { Translate } from '#kernel/i18n/translate.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { DeskPage, FormReading } from '#modules/egovernment/public.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { Tag, type TagKind } from '#ui/components/tag/tag.tsx'
import type { DataSetState } from '../catalogue/data-set.ts'

export const benchPath = '/desk/opendata'
/** Where series are worked on. */
export const seriesDeskPath = `${benchPath}/series`

const kinds: Readonly<Record<DataSetState, TagKind>> = {
  draft: 'neutral',
  in_review: 'warning',
  published: 'success',
  withdrawn: 'danger',
}

export function StateTag({ t, state }: { t: Translate; state: DataSetState }) {
  return <Tag kind={kinds[state]}>{t(`opendata.desk.state.${state}`)}</Tag>
}

type AuthorityLinksProps = Pick<DeskPage, 't' | 'href'> & {
  path: string
  current: AuthorityId
  authorities: readonly { readonly id: AuthorityId; readonly name: string }[]
}

/** Between the authorities of somebody who keeps data for several. */
export function AuthorityLinks({ t, href, path, current, authorities }: AuthorityLinksProps) {
  if (authorities.length < 2) return null
  return (
    <nav class="button-row" aria-label={t('opendata.desk.authority')}>
      {authorities.map(({ id, name }) => (
        <a
          key={id}
          class="ds-link"
          href={href(`${path}?authority=${id}`)}
          aria-current={id === current ? 'page' : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
  )
}

/** What somebody else saved meanwhile, field by field, so that both can be compared. */
export type Conflict = readonly { readonly label: string; readonly saved: string }[]

/** What is wrong with a form: the whole, what differs from what others saved, and its fields. */
export function FormFaults({
  t,
  form,
  conflict = [],
}: Pick<DeskPage, 't'> & { form: FormReading; conflict?: Conflict }) {
  return (
    <>
      {form.refusal !== undefined && (
        <Alert kind="danger" isLive title={t('opendata.desk.error.not_saved')}>
          <p>{form.refusal}</p>
          {conflict.length > 0 && (
            <>
              <p>{t('opendata.desk.conflict')}</p>
              <dl class="key-list">
                {conflict.map(({ label, saved }, at) => (
                  <div key={at}>
                    <dt>{label}</dt>
                    <dd>{saved === '' ? '–' : saved}</dd>
                  </div>
                ))}
              </dl>
            </>
          )}
        </Alert>
      )}
      <ErrorSummary t={t} errors={form.errors()} />
    </>
  )
}
