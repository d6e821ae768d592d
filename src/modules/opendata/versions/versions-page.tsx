import { formatDate, formatInstant, formatNumber, swissDate } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { Button } from '#ui/components/button/button.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import { Localised } from '#ui/localised.tsx'
import type { Distribution } from '../catalogue/data-set.ts'
import { formatBytes } from '../data-set/format-bytes.ts'
import type { TableVersion } from '../tables/table-version.ts'

export type VersionsPageProps = {
  distribution: Distribution
  /** Since when the table is not continued. */
  endedAt: Date | undefined
  versions: readonly TableVersion[]
  /** The address of this page. */
  base: string
  nextHref: string | undefined
  /** What was typed where a day was asked for, and why it led nowhere. */
  asOf: { readonly typed: string; readonly problem?: 'unclear' | 'before_first' } | undefined
  /** Which two versions were to be compared, where they cannot be. */
  compared: { readonly typedFrom: string; readonly typedTo: string; readonly problem: true } | undefined
  language: Language
  t: Translate
}

/** Every state that the rows of a table were in: each keeps its address and its checksum. */
export function VersionsPage({
  distribution,
  endedAt,
  versions,
  base,
  nextHref,
  asOf,
  compared,
  language,
  t,
}: VersionsPageProps) {
  return (
    <>
      <h1>
        {t('opendata.versions.title')} <Localised text={distribution.title} language={language} />
      </h1>
      {endedAt && (
        <Alert kind="info">
          <p>{t('opendata.versions.ended', { day: formatDate(swissDate(endedAt)) })}</p>
        </Alert>
      )}
      <p class="lead">{t('opendata.versions.lead')}</p>
      <form class="as-of" method="get" action={base}>
        <TextField
          id="as-of"
          name="as_of"
          label={t('opendata.versions.as_of')}
          hint={t('opendata.versions.as_of_hint')}
          value={asOf?.typed ?? ''}
          width="m"
          autocomplete="off"
          {...(asOf?.problem ? { error: t(`opendata.versions.${asOf.problem}`) } : {})}
        />
        <Button variant="secondary">{t('opendata.versions.show')}</Button>
      </form>
      {(versions.length > 1 || compared) && (
        <form class="as-of" method="get" action={base}>
          <TextField
            id="from"
            name="from"
            label={t('opendata.versions.compare_from')}
            hint={t('opendata.versions.compare_hint')}
            value={compared?.typedFrom ?? ''}
            inputMode="numeric"
            width="s"
            autocomplete="off"
            {...(compared ? { error: t('opendata.versions.compare_problem') } : {})}
          />
          <TextField
            id="to"
            name="to"
            label={t('opendata.versions.compare_to')}
            value={compared?.typedTo ?? ''}
            inputMode="numeric"
            width="s"
            autocomplete="off"
          />
          <Button variant="secondary">{t('opendata.versions.compare')}</Button>
        </form>
      )}
      {versions.length === 0 ? (
        <EmptyState title={t('opendata.data_set.no_rows')} icon="Table" />
      ) : (
        <ol class="versions">
          {versions.map((version) => (
            <li key={version.number}>
              <VersionEntry version={version} base={base} language={language} t={t} />
            </li>
          ))}
        </ol>
      )}
      <Pagination t={t} {...(nextHref === undefined ? {} : { nextHref })} />
    </>
  )
}

function VersionEntry({
  version,
  base,
  language,
  t,
}: Pick<VersionsPageProps, 'base' | 'language' | 't'> & { version: TableVersion }) {
  const { number, rows, bytes, changes, note, sha256, madeAt } = version
  const since = version.publishedAt ?? madeAt
  return (
    <article class="version">
      <h2>
        <a href={`${base}/${number}`}>
          {t('opendata.versions.version', { number, day: formatDate(swissDate(since)) })}
        </a>
      </h2>
      <p class="data-set-line">
        <span>{formatInstant(since, language)}</span>
        <span>{t('opendata.data_set.rows', { count: rows, rows: formatNumber(rows) })}</span>
        <span>{formatBytes(bytes)}</span>
      </p>
      <p>
        {changes
          ? t('opendata.versions.changes', {
              added: formatNumber(changes.added),
              changed: formatNumber(changes.changed),
              removed: formatNumber(changes.removed),
            })
          : number === 1
            ? t('opendata.versions.first')
            : t('opendata.versions.not_compared')}
        {changes && (
          <>
            {' '}
            <a href={`${base}/${number}/changes`}>{t('opendata.versions.which')}</a>
          </>
        )}
      </p>
      {note !== null && <p>{note}</p>}
      <p class="checksum">
        SHA-256 <code>{sha256}</code>
      </p>
    </article>
  )
}
