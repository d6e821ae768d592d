import type { Authority } from '#kernel/authorities/authority.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { Markdown } from '#ui/components/markdown/markdown.tsx'
import { ContactBlock } from './contact-block.tsx'
import { DemoNote, FillIn, type StatementPage } from './statement-parts.tsx'

/** Who stands behind the pages, how to reach them, and whose data is used. The footer links to `#contact` and `#source`. */
export function ImprintPage(props: StatementPage & { authority: Authority }) {
  const { t, authority, href } = props
  return (
    <>
      <h1>{t('portal.statements.imprint.title')}</h1>
      <p class="lead">{t('portal.statements.imprint.lead', { authority: textIn(authority.name, t.language) })}</p>
      <DemoNote {...props} />
      <ContactBlock authority={authority} t={t} />
      <h2>{t('portal.statements.imprint.content.title')}</h2>
      <p>{t('portal.statements.imprint.content.text')}</p>
      <FillIn t={t}>{t('portal.statements.imprint.content.fill_in')}</FillIn>
      <h2>{t('portal.statements.imprint.sources.title')}</h2>
      <Markdown text={t('portal.statements.imprint.sources.text')} />
      <h2 id="source">{t('portal.statements.imprint.source.title')}</h2>
      <Markdown text={t('portal.statements.imprint.source.text', { href: href('/open-source') })} />
    </>
  )
}
