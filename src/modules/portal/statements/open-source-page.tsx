import { Markdown } from '#ui/components/markdown/markdown.tsx'
import { FillIn, type StatementPage } from './statement-parts.tsx'

/** Under which licence the program is, where its source code lies, and what comes from others. */
export function OpenSourcePage({ t, version }: StatementPage & { version: string }) {
  return (
    <>
      <h1>{t('portal.statements.open_source.title')}</h1>
      <p class="lead">{t('portal.statements.open_source.lead')}</p>
      <h2>{t('portal.statements.open_source.licence.title')}</h2>
      <Markdown text={t('portal.statements.open_source.licence.text')} />
      <h2>{t('portal.statements.open_source.where.title')}</h2>
      <p>{t('portal.statements.open_source.where.version', { version })}</p>
      <FillIn t={t}>{t('portal.statements.open_source.where.fill_in')}</FillIn>
      <h2>{t('portal.statements.open_source.parts.title')}</h2>
      <Markdown text={t('portal.statements.open_source.parts.text')} />
    </>
  )
}
