import { formatNumber } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { Alert } from '#ui/components/alert/alert.tsx'
import { SummaryList } from '#ui/components/summary-list/summary-list.tsx'
import { Localised } from '#ui/localised.tsx'
import type { ColumnProfile } from '../query/table-reader.ts'
import { cellText, isCounted, numberText } from './cell-text.ts'
import type { LookProps } from './look-page.tsx'

/** What is in each column of the whole table: how full it is, how many different values, from where to where, and how they are spread. */
export function ProfileView({ profile, ...props }: LookProps & { profile: readonly ColumnProfile[] }) {
  const { wish, t } = props
  const isNarrowed = wish.q !== '' || Object.keys(wish.filters).length > 0
  return (
    <>
      {isNarrowed && (
        <Alert kind="info">
          <p>{t('opendata.look.all_rows')}</p>
        </Alert>
      )}
      <div class="profile">
        {profile.map((one) => (
          <ColumnCard key={one.column.name} one={one} {...props} />
        ))}
      </div>
    </>
  )
}

function ColumnCard({ one, ...props }: LookProps & { one: ColumnProfile }) {
  const { version, t, language } = props
  const { column, filled, distinct, min, max, mean } = one
  const share = version.rows === 0 ? 0 : (100 * filled) / version.rows
  const hasRange = min !== null && max !== null && column.codes === undefined && column.type !== 'geometry'
  return (
    <article class="profile-column">
      <h2>
        <Localised text={column.title} language={language} />
      </h2>
      <p class="data-set-line">
        <span>
          <code>{column.name}</code>
        </span>
        <span>{t(`opendata.type.${column.type}`)}</span>
        {column.unit && <span>{column.unit}</span>}
      </p>
      {column.description && (
        <p>
          <Localised text={column.description} language={language} />
        </p>
      )}
      <SummaryList
        rows={[
          { key: t('opendata.look.filled'), value: `${formatNumber(filled)} (${roundShare(share)} %)` },
          { key: t('opendata.look.distinct'), value: formatNumber(distinct) },
          ...(hasRange
            ? [
                { key: t('opendata.look.smallest'), value: cellText(min, column, props) },
                { key: t('opendata.look.largest'), value: cellText(max, column, props) },
              ]
            : []),
          ...(mean !== null && isCounted(column) ? [{ key: t('opendata.look.mean'), value: numberText(mean) }] : []),
        ]}
      />
      <Spread one={one} {...props} />
    </article>
  )
}

/** Whole per cent, but never all or nothing where it is not. */
const roundShare = (share: number): string =>
  share > 99 && share < 100 ? '> 99' : share > 0 && share < 1 ? '< 1' : String(Math.round(share))

function Spread({ one, ...props }: LookProps & { one: ColumnProfile }) {
  const { bars, column } = one
  const { t, language } = props
  const most = Math.max(1, ...bars.map(({ count }) => count))
  // Where every row has another value, how they are spread says nothing.
  const isUnique = one.distinct === one.filled && column.isKey
  if (bars.length === 0 || isUnique) return null
  const isSteps = bars.some(({ to }) => to !== undefined)
  return (
    <table class="spread">
      <caption>
        {isSteps ? t('opendata.look.spread') : t('opendata.look.frequent', { title: textIn(column.title, language) })}
      </caption>
      <tbody>
        {bars.map(({ from, to, count }, at) => (
          <tr key={at}>
            <th scope="row">{stepText(from, to, one, props)}</th>
            <td>
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect class="chart-1" width={Math.max(0.5, (100 * count) / most)} height="10" />
              </svg>
            </td>
            <td class="numeric">{formatNumber(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type Bar = ColumnProfile['bars'][number]

/** A value, or a step from one to the other; whole numbers have their first and last. */
function stepText(from: Bar['from'], to: Bar['to'], { column }: ColumnProfile, props: LookProps): string {
  const text = (value: Bar['from']) => cellText(value, column, props)
  if (to === undefined || typeof from !== 'number' || typeof to !== 'number') return text(from)
  if (column.type !== 'integer' && column.type !== 'year') return `${text(tidy(from))} – ${text(tidy(to))}`
  const [first, last] = [Math.ceil(from), Math.max(Math.ceil(from), Math.ceil(to) - 1)]
  return first === last ? text(first) : `${text(first)} – ${text(last)}`
}

/** Borders of steps are computed: what is beyond the third figure after the point is noise. */
const tidy = (value: number): number => Number(value.toFixed(3))
