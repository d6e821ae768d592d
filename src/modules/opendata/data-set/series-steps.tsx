import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Localised } from '#ui/localised.tsx'
import { dataSetPath, seriesPath } from '../catalogue/addresses.ts'
import type { Membership, SeriesMember } from '../series/series.ts'

type Props = { membership: Membership; language: Language; t: Translate; href: (path: string) => string }

/** The series that a data set is in, and the ways to what comes before and after it there. */
export function SeriesSteps({ membership, language, t, href }: Props) {
  const { series, previous, next } = membership
  const step = (word: 'previous' | 'next', member: SeriesMember | undefined) =>
    member && (
      <li>
        {t(`opendata.series.${word}`)}{' '}
        <a rel={word === 'previous' ? 'prev' : 'next'} href={href(dataSetPath(member))}>
          <Localised text={member.title} language={language} />
        </a>
      </li>
    )
  return (
    <nav
      class="series-steps"
      aria-label={t('opendata.series.steps', { title: textIn(series.metadata.title, language) })}
    >
      <h2>{t('opendata.series.one')}</h2>
      <ul class="plain-list">
        <li>
          <a href={href(seriesPath(series))}>
            <Localised text={series.metadata.title} language={language} />
          </a>
        </li>
        {step('previous', previous)}
        {step('next', next)}
      </ul>
    </nav>
  )
}
