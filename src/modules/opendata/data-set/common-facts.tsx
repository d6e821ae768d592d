import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Localised } from '#ui/localised.tsx'
import type { DataSetMetadata } from '../catalogue/data-set.ts'
import { themeLabels } from '../catalogue/vocabularies.ts'

type Words = { readonly t: Translate; readonly language: Language; readonly href: (path: string) => string }

/** The themes of a data set or a series, each leading to all that has it. */
export const themesFact = ({ themes }: Pick<DataSetMetadata, 'themes'>, { t, language, href }: Words) => ({
  key: t('opendata.data_set.themes'),
  value: themes.map((theme) => (
    <div key={theme}>
      <a href={href(`/opendata?theme=${theme}`)}>{textIn(themeLabels[theme], language)}</a>
    </div>
  )),
})

/** Whom to ask about it. */
export const contactFact = ({ contact }: Pick<DataSetMetadata, 'contact'>, { t, language }: Words) => ({
  key: t('opendata.data_set.contact'),
  value: (
    <>
      <Localised text={contact.name} language={language} />
      <br />
      <a href={`mailto:${contact.email}`}>{contact.email}</a>
    </>
  ),
})
