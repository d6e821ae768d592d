import { formatLongDate, swissDate } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Localised } from '#ui/localised.tsx'
import type { DataSetMetadata } from '../catalogue/data-set.ts'

type Props = {
  /** Says that it was taken back, with `publisher` and `day`. */
  message: string
  metadata: Pick<DataSetMetadata, 'title' | 'contact'>
  publisher: string
  withdrawnAt: Date
  /** Why, as whoever took it back wrote it for everybody, where that was said; sentences with `reason`. */
  reason?: string | null | undefined
  language: Language
  t: Translate
  href: (path: string) => string
}

/** What stands at the address of a data set or a series that was taken back. */
export function WithdrawnPage({ message, metadata, publisher, withdrawnAt, reason, language, t, href }: Props) {
  const { title, contact } = metadata
  return (
    <>
      <h1>
        <Localised text={title} language={language} />
      </h1>
      <p class="lead">{t(message, { publisher, day: formatLongDate(swissDate(withdrawnAt), language) })}</p>
      {reason && <p class="reason-given">{t('opendata.series.reason', { reason })}</p>}
      <ul>
        <li>
          {t('opendata.data_set.withdrawn_ask')}{' '}
          <a href={`mailto:${contact.email}`}>
            <Localised text={contact.name} language={language} />
          </a>
        </li>
        <li>
          <a href={href('/opendata')}>{t('opendata.finder.nothing_all')}</a>
        </li>
      </ul>
    </>
  )
}
