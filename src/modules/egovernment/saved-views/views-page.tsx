import { Button } from '#ui/components/button/button.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { DeskPage } from '../desk/desk-frame.tsx'
import { longestName, type SavedView } from './saved-view.ts'

type Props = DeskPage & {
  readonly views: readonly SavedView[]
  /** What could not be done: with a view that is kept already, or (no id) with a new one. */
  readonly wrong?: { readonly id?: string; readonly name: string; readonly error: string } | undefined
  /** The view that could not be kept under that name. */
  readonly search?: string | undefined
  /** What was just done: the end of a message key below `egovernment.views.done`. */
  readonly done: string | undefined
}

/** One's own views: open, rename, remove. */
export function ViewsPage(props: Props) {
  const { t, href, views, wrong, search, done } = props
  return (
    <>
      <h1>{t('egovernment.views.title')}</h1>
      {done !== undefined && <DoneNotice title={t(`egovernment.views.done.${done}`)} />}
      {wrong && (
        <ErrorSummary t={t} errors={[{ fieldId: wrong.id ? `view-${wrong.id}` : 'view-name', text: wrong.error }]} />
      )}
      {wrong && search !== undefined && (
        <form method="post" action={href(`/desk/views${search}`)} noValidate>
          <TextField
            id="view-name"
            name="name"
            label={t('egovernment.views.name')}
            value={wrong.name}
            error={wrong.error}
            maxLength={longestName}
            required
          />
          <Button>{t('egovernment.views.submit')}</Button>
        </form>
      )}
      <p>{t('egovernment.views.intro')}</p>
      {views.length === 0 ? (
        <EmptyState title={t('egovernment.views.none')} icon="Inbox">
          <p>{t('egovernment.views.none_text')}</p>
        </EmptyState>
      ) : (
        <ul class="plain-list">
          {views.map((view) => (
            <li key={view.id}>
              <ViewForms {...props} view={view} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function ViewForms({ t, href, view, wrong }: Props & { view: SavedView }) {
  const isWrong = wrong?.id === view.id
  return (
    <section aria-label={view.name}>
      <h2>
        <a class="ds-link" href={href(`/desk/inbox${view.search}`)}>
          {view.name}
        </a>
      </h2>
      <form class="one-line" method="post" action={href(`/desk/views/${view.id}`)} noValidate>
        <TextField
          id={`view-${view.id}`}
          name="name"
          label={t('egovernment.views.new_name')}
          value={isWrong ? wrong.name : view.name}
          {...(isWrong && { error: wrong.error })}
          maxLength={longestName}
          required
        />
        <Button variant="secondary">{t('egovernment.views.rename')}</Button>
      </form>
      <form method="post" action={href(`/desk/views/${view.id}/removal`)}>
        <Button variant="tertiary" color="danger">
          {t('egovernment.views.remove')}
        </Button>
      </form>
    </section>
  )
}
