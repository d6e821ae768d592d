import { formatNumber } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '#ui/components/details/details.tsx'
import { Table } from '#ui/components/table/table.tsx'
import { Tag } from '#ui/components/tag/tag.tsx'
import { Localised } from '#ui/localised.tsx'
import { coarseningText } from '../protection/coarsening-text.ts'
import type { Column } from '../tables/column.ts'

const mostCodes = 100

type Props = { columns: readonly Column[]; caption: string; language: Language; t: Translate }

/** The columns of a table: what they are called, what they hold, and what their codes mean. */
export function ColumnList({ columns, caption, language, t }: Props) {
  return (
    <Table
      caption={caption}
      hideCaption
      head={[
        t('opendata.data_set.column'),
        t('opendata.data_set.column_name'),
        t('opendata.data_set.column_type'),
        t('opendata.data_set.column_about'),
      ]}
      rows={columns.map((column) => [
        <>
          <Localised text={column.title} language={language} />
          {column.unit && <> ({column.unit})</>}{' '}
          {column.isKey && <Tag kind="neutral">{t('opendata.data_set.key')}</Tag>}
        </>,
        <code key="name">{column.name}</code>,
        t(`opendata.type.${column.type}`),
        <ColumnAbout key="about" column={column} language={language} t={t} />,
      ])}
    />
  )
}

function ColumnAbout({ column, language, t }: { column: Column; language: Language; t: Translate }) {
  const { description, codes, emptyMeans, coarsen } = column
  const asked = askedOf(t, column)
  return (
    <>
      {description && <Localised text={description} language={language} />}
      {coarsen && <p>{t('opendata.data_set.coarsened', { how: coarseningText(t, coarsen) })}</p>}
      {asked.length > 0 && <p>{asked.join('; ')}</p>}
      {emptyMeans && (
        <p>
          {t('opendata.data_set.empty_means')} <Localised text={emptyMeans} language={language} />
        </p>
      )}
      {codes && (
        <Details summary={t('opendata.data_set.codes', { count: codes.length })}>
          <dl class="code-list">
            {codes.slice(0, mostCodes).map(({ code, label }) => (
              <div key={code}>
                <dt>
                  <code>{code}</code>
                </dt>
                <dd>
                  <Localised text={label} language={language} />
                </dd>
              </div>
            ))}
          </dl>
          {codes.length > mostCodes && (
            <p>{t('opendata.data_set.codes_more', { count: formatNumber(codes.length - mostCodes) })}</p>
          )}
        </Details>
      )}
    </>
  )
}

/** What is asked of the values of a column besides their type, in words. */
function askedOf(t: Translate, { constraints = {} }: Column): readonly string[] {
  const { isUnique, isListed, ...limits } = constraints
  return [
    ...Object.entries(limits).flatMap(([name, limit]) =>
      limit === undefined ? [] : [t(`opendata.data_set.constraint.${name}`, { limit: String(limit) })],
    ),
    ...(isUnique ? [t('opendata.data_set.constraint.isUnique')] : []),
    ...(isListed ? [t('opendata.data_set.constraint.isListed')] : []),
  ]
}
