import type { Translate } from '#kernel/i18n/translate.ts'
import { errorOf, type FormReading } from '#modules/egovernment/public.ts'
import { Button } from '#ui/components/button/button.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { SelectField } from '#ui/components/select-field/select-field.tsx'
import type { Sheet } from './kept-import.ts'
import { type TableColumn, tableColumns } from './project-table.ts'

/** Which column each heading of the file stands for, as the fields of the form: one for each heading, by its place. */
export const columnValues = ({ headings, as }: Sheet): Readonly<Record<string, string>> =>
  Object.fromEntries(
    headings.map((heading, at) => [`column.${at}`, tableColumns.find(([name]) => as[name] === heading)?.[0] ?? '']),
  )

/** The columns as they were chosen; undefined where one is chosen twice or none at all, which is noted at the field. */
export function readColumns(form: FormReading, { headings }: Sheet): Sheet['as'] | undefined {
  const as: Partial<Record<TableColumn, string>> = {}
  for (const [at, heading] of headings.entries()) {
    const field = `column.${at}`
    const column = tableColumns.find(([name]) => name === form.value(field))?.[0]
    if (column === undefined) {
      if (form.value(field) !== '') form.fail(field, 'egovernment.desk.error.choose')
    } else if (as[column] === undefined) as[column] = heading
    else form.fail(field, 'strategy.exchange.columns.twice', { heading: as[column] })
  }
  if (form.isSound && Object.keys(as).length === 0) form.fail('column.0', 'strategy.exchange.columns.none')
  return form.isSound ? as : undefined
}

type ColumnFormProps = {
  readonly t: Translate
  readonly sheet: Sheet
  readonly form: FormReading
  readonly action: string
}

/** Which column of the file is what: as it was guessed, to be corrected before anything is taken over. */
export function ColumnForm({ t, sheet, form, action }: ColumnFormProps) {
  return (
    <>
      <h2>{t('strategy.exchange.columns.title')}</h2>
      <ErrorSummary t={t} errors={form.errors()} />
      <p>{t('strategy.exchange.columns.lead')}</p>
      <form method="post" action={action} noValidate class="bench-form">
        <div class="month-fields">
          {sheet.headings.map((heading, at) => {
            const name = `column.${at}`
            return (
              <SelectField
                key={name}
                id={name}
                name={name}
                label={heading.trim() === '' ? t('strategy.exchange.columns.unnamed', { number: at + 1 }) : heading}
                emptyLabel={t('strategy.exchange.columns.unused')}
                value={form.value(name)}
                options={tableColumns.map(([value]) => ({ value, label: t(`strategy.exchange.column.${value}`) }))}
                {...errorOf(form, name)}
              />
            )
          })}
        </div>
        <Button variant="secondary">{t('strategy.exchange.columns.again')}</Button>
      </form>
    </>
  )
}
