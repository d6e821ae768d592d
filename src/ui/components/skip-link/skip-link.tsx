/**
 * The first stop of the keyboard: jumps over the header to the content. Seen only while it has the focus.
 */
import type { Translate } from '#kernel/i18n/translate.ts'

export function SkipLink({ t }: { t: Translate }) {
  return (
    <a class="ds-skip-link" href="#main">
      {t('ui.skip_link')}
    </a>
  )
}
