/**
 * Where this page lies. Screen readers find it as a navigation of its own; the last entry is this page.
 */
import type { Translate } from '#kernel/i18n/translate.ts'

export type Breadcrumb = { href?: string; text: string }

export function Breadcrumbs({ t, items }: { t: Translate; items: readonly Breadcrumb[] }) {
  return (
    <nav class="breadcrumbs" aria-label={t('ui.breadcrumbs.label')}>
      <ol>
        {items.map((item) => (
          <li key={item.text}>
            {item.href ? <a href={item.href}>{item.text}</a> : <span aria-current="page">{item.text}</span>}
          </li>
        ))}
      </ol>
    </nav>
  )
}
