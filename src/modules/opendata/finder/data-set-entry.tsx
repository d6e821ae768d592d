import { formatDate, swissDate } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Localised } from '#ui/localised.tsx'
import { dataSetPath } from '../catalogue/addresses.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import type { FacetGroup } from './catalogue-wish.ts'
import { formatsOfDataSet } from './data-set-formats.ts'

type Props = {
  dataSet: PublishedDataSet
  labelOf: (group: FacetGroup, value: string) => string
  language: Language
  t: Translate
  href: (path: string) => string
}

/** A data set in a list: what it is called and about, whose it is, how fresh, and in which formats. */
export function DataSetEntry({ dataSet, t, language, labelOf, href }: Props) {
  const { metadata, authorityId, changedAt } = dataSet
  const formats = formatsOfDataSet(dataSet)
  return (
    <article class="data-set-entry">
      <h3>
        <a href={href(dataSetPath(dataSet))}>
          <Localised text={metadata.title} language={language} />
        </a>
      </h3>
      <p class="data-set-about">
        <Localised text={metadata.description} language={language} />
      </p>
      <p class="data-set-line">
        <span>{labelOf('authority', authorityId)}</span>
        <span>{t('opendata.finder.changed', { day: formatDate(swissDate(changedAt)) })}</span>
        {formats.length > 0 && <span>{formats.map((format) => labelOf('format', format)).join(', ')}</span>}
      </p>
    </article>
  )
}
