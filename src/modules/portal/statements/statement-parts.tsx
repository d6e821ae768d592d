import type { ComponentChildren } from 'preact'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'

/** What a page about the public body itself is told. */
export type StatementPage = { t: Translate; isDemo: boolean; href: (path: string) => string }

/** Says, on a demo, that the page is not official and what that means for whoever reads it. */
export function DemoNote({ t, isDemo }: { t: Translate; isDemo: boolean }) {
  if (!isDemo) return null
  return (
    <Alert kind="warning" title={t('portal.statements.demo.title')}>
      <p>{t('portal.statements.demo.text')}</p>
    </Alert>
  )
}

/** What only the authority itself can say. It stands on the page, marked, until the authority has written it. */
export function FillIn({ t, children }: { t: Translate; children: ComponentChildren }) {
  return (
    <p>
      <Tag kind="warning">{t('portal.statements.fill_in')}</Tag> {children}
    </p>
  )
}
