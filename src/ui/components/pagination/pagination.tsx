/**
 * The way through a long list, by the key of its last row: no page numbers, because new rows would shift them.
 */
import type { Translate } from '#kernel/i18n/translate.ts'
import { Icon } from '../icon/icon.tsx'

export type PaginationProps = { t: Translate; previousHref?: string; nextHref?: string }

export function Pagination({ t, previousHref, nextHref }: PaginationProps) {
  if (!previousHref && !nextHref) return null
  return (
    <nav class="pagination" aria-label={t('ui.pagination.label')}>
      {previousHref && (
        <a class="ds-button" data-variant="secondary" rel="prev" href={previousHref}>
          <Icon name="ArrowLeft" /> {t('ui.pagination.previous')}
        </a>
      )}
      {nextHref && (
        <a class="ds-button" data-variant="secondary" rel="next" href={nextHref}>
          {t('ui.pagination.next')} <Icon name="ArrowRight" />
        </a>
      )}
    </nav>
  )
}
