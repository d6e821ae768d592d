import { languages } from '#kernel/i18n/language.ts'
import { validatorOf } from '#kernel/validator.ts'
import { type FormReading, readOptionalTexts, readTexts } from '#modules/egovernment/public.ts'
import type { DataSetId, Distribution } from '../catalogue/data-set.ts'
import { type Column, columnRoles, columnSchema, columnTypes } from '../tables/column.ts'
import { benchPath } from './bench-parts.tsx'
import { constraintValues, readConstraintFields } from './constraint-fields.ts'
import { linesOf, parseCode, writeCode } from './form-lines.ts'
import { withoutEmpty } from './metadata-form.ts'

const isColumn = validatorOf(columnSchema)

export const references = ['bfs-municipality', 'bfs-district', 'authority'] as const

/** Columns on one page. */
const perPage = 15

/** The columns of a page, by its number from 1. */
export function pageOf(columns: readonly Column[], number: number): { shown: readonly Column[]; pages: number } {
  return {
    shown: columns.slice((number - 1) * perPage, number * perPage),
    pages: Math.max(1, Math.ceil(columns.length / perPage)),
  }
}

/** Where a column is described. */
export function columnsPath(id: DataSetId, { id: distribution, columns = [] }: Distribution, column: string): string {
  const at = Math.max(
    0,
    columns.findIndex(({ name }) => name === column),
  )
  const page = Math.floor(at / perPage) + 1
  return `${benchPath}/${id}/distributions/${distribution}/columns${page > 1 ? `?page=${page}` : ''}#${column}`
}

/** Columns as the fields of their form: `{column}.type` … */
export function columnValues(columns: readonly Column[]): readonly (readonly [string, string])[] {
  return columns.flatMap((column): [string, string][] => {
    const { name } = column
    return [
      ...languages.map((language): [string, string] => [`${name}.title.${language}`, column.title[language] ?? '']),
      ...languages.map((language): [string, string] => [
        `${name}.description.${language}`,
        column.description?.[language] ?? '',
      ]),
      [`${name}.type`, column.type],
      [`${name}.role`, column.role ?? ''],
      [`${name}.unit`, column.unit ?? ''],
      [`${name}.noPersons`, column.noPersons ?? ''],
      ...(column.isKey ? [[`${name}.key`, 'yes'] satisfies [string, string]] : []),
      ...(column.isRequired ? [[`${name}.required`, 'yes'] satisfies [string, string]] : []),
      [`${name}.codes`, (column.codes ?? []).map(writeCode).join('\n')],
      [`${name}.reference`, column.reference ?? ''],
      ...constraintValues(column),
    ]
  })
}

/** The columns with what was entered of those shown; undefined where something is wrong, which is noted at its field. */
export function readColumns(
  form: FormReading,
  columns: readonly Column[],
  shown: readonly Column[],
): readonly Column[] | undefined {
  const read = columns.map((column) => (shown.includes(column) ? readColumn(form, column.name) : column))
  const sound = read.filter((column) => column !== undefined)
  return form.isSound && sound.length === read.length ? sound : undefined
}

function readColumn(form: FormReading, name: string): Column | undefined {
  const title = readTexts(form, `${name}.title`, 200)
  const type = form.choice(`${name}.type`, columnTypes)
  const codes = linesOf(form.value(`${name}.codes`)).flatMap((line) => {
    const code = parseCode(line)
    if (!code) form.fail(`${name}.codes`, 'opendata.desk.error.code', { line })
    return code ? [code] : []
  })
  if (!title || !type) return undefined
  const column = {
    name,
    title,
    type,
    ...withoutEmpty({
      constraints: readConstraintFields(form, name, { type, codes }),
      description: readOptionalTexts(form, `${name}.description`, 2_000),
      role: columnRoles.find((role) => role === form.value(`${name}.role`)),
      unit: form.value(`${name}.unit`).trim() || undefined,
      noPersons: form.value(`${name}.noPersons`).trim() || undefined,
      isKey: form.value(`${name}.key`) === 'yes' || undefined,
      isRequired: form.value(`${name}.required`) === 'yes' || undefined,
      codes,
      reference: references.find((one) => one === form.value(`${name}.reference`)),
    }),
  }
  if (isColumn(column)) return column
  for (const { path } of isColumn.problems(column))
    form.fail(`${name}.${path.split('/')[1] || 'type'}`, 'opendata.desk.error.unfit')
  return undefined
}
