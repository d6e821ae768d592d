/**
 * All errors of a form, on top of it. It is an alert and takes the focus when the page opens (with script), so that
 * screen readers read it first; each entry leads to its field.
 */
import type { Translate } from '#kernel/i18n/translate.ts'

export type FormError = { fieldId: string; text: string }

export function ErrorSummary({ t, errors }: { t: Translate; errors: readonly FormError[] }) {
  if (errors.length === 0) return null
  return (
    <div
      class="ds-error-summary"
      id="error-summary"
      role="alert"
      aria-labelledby="error-summary-title"
      tabIndex={-1}
      data-enhance="error-summary"
    >
      <h2 id="error-summary-title">{t('ui.error_summary.title', { count: errors.length })}</h2>
      <ul class="ds-list">
        {errors.map((error) => (
          <li key={error.fieldId}>
            <a class="ds-link" href={`#${error.fieldId}`}>
              {error.text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
