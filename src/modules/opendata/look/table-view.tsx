import { formatNumber } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { Button, ButtonRow } from '#ui/components/button/button.tsx'
import { Details } from '#ui/components/details/details.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { Icon } from '#ui/components/icon/icon.tsx'
import { Pagination } from '#ui/components/pagination/pagination.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import { Table, type TableColumn } from '#ui/components/table/table.tsx'
import { TextField } from '#ui/components/text-field/text-field.tsx'
import type { RowPage } from '../query/table-reader.ts'
import type { Column } from '../tables/column.ts'
import { cellText } from './cell-text.ts'
import type { LookProps } from './look-page.tsx'
import { lookParameters, lookPath } from './look-wish.ts'

const mostOptions = 300

/** The rows, sorted and filtered by links and a form; each state of the table has its address. */
export function TableView({ rows, ...props }: LookProps & { rows: RowPage }) {
  const { wish, base, version, t, title } = props
  const isNarrowed = wish.q !== '' || Object.keys(wish.filters).length > 0
  const total = rows.total ?? version.rows
  return (
    <>
      <FilterForm {...props} />
      <p role="status">
        {isNarrowed
          ? t('opendata.look.found', { count: total, found: formatNumber(total), all: formatNumber(version.rows) })
          : t('opendata.data_set.rows', { count: total, rows: formatNumber(total) })}
      </p>
      {rows.rows.length === 0 ? (
        <EmptyState title={t('opendata.look.no_rows')} icon="Table">
          {isNarrowed && (
            <p>
              <a href={lookPath(base, wish, { q: '', filters: {} })}>{t('opendata.look.without_filters')}</a>
            </p>
          )}
        </EmptyState>
      ) : (
        <div class="look-table">
          <Table
            caption={title}
            hideCaption
            head={rows.columns.map((column) => headOf(column, props))}
            rows={rows.rows.map((cells) => cells.map((cell, at) => cellText(cell, rows.columns[at], props)))}
          />
        </div>
      )}
      <Pagination
        t={t}
        {...(rows.previous === null ? {} : { previousHref: lookPath(base, wish, { before: rows.previous }) })}
        {...(rows.next === null ? {} : { nextHref: lookPath(base, wish, { after: rows.next }) })}
      />
    </>
  )
}

const isNumeric = ({ type }: Column) => type === 'integer' || type === 'number' || type === 'year'

function headOf(column: Column, { wish, base, language }: LookProps): TableColumn {
  const { name, title, unit, type } = column
  const text = unit === undefined ? textIn(title, language) : `${textIn(title, language)} (${unit})`
  const isSorted = wish.sort?.column === name
  const isDescending = wish.sort?.descending ?? false
  // Ascending, descending, as it was.
  const sort = isSorted && isDescending ? undefined : { column: name, descending: isSorted }
  return {
    text,
    isNumeric: isNumeric(column),
    ...(type === 'geometry'
      ? {}
      : {
          sort: {
            href: lookPath(base, wish, { sort }),
            ...(isSorted ? { state: isDescending ? ('descending' as const) : ('ascending' as const) } : {}),
          },
        }),
  }
}

/** Words for all columns, and below one field for each; what is set can be taken off one by one. */
export function FilterForm(props: LookProps) {
  const { wish, base, t, version, unclear, language } = props
  const filterable = version.columns.filter(({ type }) => type !== 'geometry')
  const kept = lookParameters({ ...wish, q: '', filters: {}, after: undefined, before: undefined })
  const set = filterable.filter(({ name }) => wish.filters[name] !== undefined)
  const action = base
  return (
    <form class="look-filters" action={action} method="get">
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Details
        summary={t('opendata.look.filter', { count: set.length + (wish.q === '' ? 0 : 1) })}
        isOpen={unclear.length > 0}
      >
        <p class="field-hint">{t('opendata.look.filter_hint')}</p>
        <div class="look-fields">
          <TextField id="look-q" name="q" label={t('opendata.look.words')} value={wish.q} width="full" />
          {filterable.map((column) => (
            <ColumnFilter key={column.name} column={column} {...props} />
          ))}
        </div>
        <ButtonRow>
          <Button>{t('opendata.look.apply')}</Button>
        </ButtonRow>
      </Details>
      {(set.length > 0 || wish.q !== '') && (
        <div class="filters-set">
          <ul aria-label={t('opendata.look.filters_set')}>
            {wish.q !== '' && (
              <FilterTag
                text={`«${wish.q}»`}
                href={lookPath(base, wish, { q: '' })}
                off={t('opendata.look.take_off')}
              />
            )}
            {set.map((column) => (
              <FilterTag
                key={column.name}
                text={`${textIn(column.title, language)}: ${cellText(wish.filters[column.name] ?? '', column, props)}`}
                href={lookPath(base, wish, { filters: withoutOne(wish.filters, column.name) })}
                off={t('opendata.look.take_off')}
              />
            ))}
          </ul>
        </div>
      )}
    </form>
  )
}

function withoutOne(filters: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(filters).filter(([one]) => one !== name))
}

function FilterTag({ text, href, off }: { text: string; href: string; off: string }) {
  return (
    <li>
      <a href={href}>
        {text} <Icon name="XMark" />
        <span class="ds-sr-only">{off}</span>
      </a>
    </li>
  )
}

function ColumnFilter({ column, wish, unclear, language, t }: LookProps & { column: Column }) {
  const { name, title, type, codes } = column
  const field = { id: `f-${name}`, name: `f.${name}`, label: textIn(title, language), value: wish.filters[name] ?? '' }
  if (type === 'boolean')
    return (
      <SelectField
        {...field}
        emptyLabel={t('opendata.look.any')}
        options={[
          { value: 'true', label: t('opendata.look.yes') },
          { value: 'false', label: t('opendata.look.no') },
        ]}
      />
    )
  if (codes && codes.length <= mostOptions)
    return (
      <SelectField
        {...field}
        emptyLabel={t('opendata.look.any')}
        options={codes.map(({ code, label }) => ({ value: code, label: textIn(label, language) }))}
      />
    )
  return (
    <TextField
      {...field}
      width="full"
      maxLength={200}
      {...(unclear.includes(name) ? { error: t(`opendata.look.unclear_${isDay(column) ? 'day' : 'number'}`) } : {})}
    />
  )
}

const isDay = ({ type }: Column) => type === 'date' || type === 'datetime'
