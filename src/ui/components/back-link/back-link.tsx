/**
 * The way back to the page before, with what was entered kept. A plain link, first in the page's content.
 */
import type { Translate } from '#kernel/i18n/translate.ts'
import { Icon } from '../icon/icon.tsx'

export function BackLink({ href, t }: { href: string; t: Translate }) {
  return (
    <a class="back-link" href={href}>
      <Icon name="ArrowLeft" /> {t('ui.back_link')}
    </a>
  )
}
