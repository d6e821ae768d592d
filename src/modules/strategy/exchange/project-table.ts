import type { IsoDate } from '#kernel/i18n/format.ts'
import { isIsoDate } from '#kernel/i18n/format.ts'
import { type LocalText, languages } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { methods, phases, sizes } from '../projects/project.ts'
import { isOfOurTimes } from '../roadmap/days.ts'
import { type ExchangeFault, type ExchangeProject, mostExchanged, referenceOf } from './exchange-project.ts'

/** The columns of a table of projects, with the type of what is in them. */
export const tableColumns = [
  ['reference', 'string'],
  ['title', 'string'],
  ['text', 'string'],
  ['benefit', 'string'],
  ['owner', 'string'],
  ['phase', 'string'],
  ['size', 'string'],
  ['method', 'string'],
  ['begins_on', 'date'],
  ['ends_on', 'date'],
  ['budget_chf', 'number'],
  ['effort_days', 'integer'],
  ['needs', 'string'],
] as const
export type TableColumn = (typeof tableColumns)[number][0]

/** How the columns may be called in a file, in any of the four languages. */
export function columnTitle(
  translators: Readonly<Record<(typeof languages)[number], Translate>>,
  column: TableColumn,
): LocalText {
  const text = (language: (typeof languages)[number]) => translators[language](`strategy.exchange.column.${column}`)
  return { de: text('de'), fr: text('fr'), it: text('it'), en: text('en') }
}

type Cells = Readonly<Record<TableColumn, string | null>>

/** A project as a row; Rappen become francs. */
export function toRow(project: ExchangeProject): readonly (string | null)[] {
  const cells: Cells = {
    reference: project.reference,
    title: project.title ?? null,
    text: project.text ?? null,
    benefit: project.benefit ?? null,
    owner: project.owner ?? null,
    phase: project.phase ?? null,
    size: project.size ?? null,
    method: project.method ?? null,
    begins_on: project.beginsOn ?? null,
    ends_on: project.endsOn ?? null,
    budget_chf: project.budget === undefined ? null : francsOf(project.budget),
    effort_days: project.effortDays === undefined ? null : String(project.effortDays),
    needs: project.needs === undefined ? null : project.needs.join(', '),
  }
  return tableColumns.map(([name]) => cells[name])
}

function francsOf(rappen: number): string {
  const rest = rappen % 100
  const francs = String(Math.trunc(rappen / 100))
  return rest === 0 ? francs : `${francs}.${String(rest).padStart(2, '0')}`
}

/** Francs as a table has them, to the Rappen; undefined for what is none. */
function rappenOf(text: string): number | undefined {
  const [, francs = '', rest = ''] = /^(\d{1,13})(?:\.(\d{1,2})0*)?$/.exec(text) ?? []
  return francs === '' ? undefined : Number(francs) * 100 + Number(rest.padEnd(2, '0'))
}

type Words = { readonly translators: Readonly<Record<(typeof languages)[number], Translate>> }

/** Rows as the intake gives them (one cell for each of `tableColumns`) into projects. `firstLine` is the line of the first row. */
export function fromRows(
  rows: readonly (readonly (string | null)[])[],
  { translators, firstLine }: Words & { readonly firstLine: number },
): { readonly projects: readonly ExchangeProject[]; readonly faults: readonly ExchangeFault[] } {
  if (rows.length > mostExchanged)
    return { projects: [], faults: [{ line: 0, field: '', kind: 'too_many', value: '' }] }
  const faults: ExchangeFault[] = []
  const projects = rows.flatMap((row, at): ExchangeProject[] => {
    const cell = (name: TableColumn): string | undefined => {
      const value = unguarded(row[tableColumns.findIndex(([one]) => one === name)]?.trim() ?? '')
      return value === '' ? undefined : value
    }
    const fault = (field: TableColumn, kind: ExchangeFault['kind'], value: string) => {
      faults.push({ line: firstLine + at, field, kind, value: value.slice(0, 100) })
      return undefined
    }
    const choice = <const Value extends string>(
      field: TableColumn,
      values: readonly Value[],
      key: string,
    ): Value | undefined => {
      const text = cell(field)
      if (text === undefined) return undefined
      const small = text.toLowerCase()
      const found = values.find(
        (value) =>
          value === small ||
          languages.some((language) => translators[language](`${key}.${value}`).toLowerCase() === small),
      )
      return found ?? fault(field, 'not_one', text)
    }
    const day = (field: TableColumn): IsoDate | undefined => {
      const text = cell(field)
      if (text === undefined) return undefined
      return isIsoDate(text) && isOfOurTimes(text) ? text : fault(field, 'shape', text)
    }
    const within = (field: TableColumn, most: number): string | undefined => {
      const text = cell(field)
      return text !== undefined && text.length > most ? fault(field, 'shape', text) : text
    }
    const money = cell('budget_chf')
    const rappen = money === undefined ? undefined : rappenOf(money)
    if (money !== undefined && rappen === undefined) fault('budget_chf', 'shape', money)
    const effort = cell('effort_days')
    if (effort !== undefined && !/^\d{1,6}$/.test(effort)) fault('effort_days', 'shape', effort)
    const title = within('title', 500)
    const named = cell('reference') ?? title
    if (named === undefined) {
      fault('title', 'missing', '')
      return []
    }
    const needs = cell('needs')
      ?.split(/[,;\n]/)
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .map((one) => one.split('/').map(referenceOf).slice(0, 2).join('/'))
    return [
      defined({
        reference: referenceOf(named),
        title,
        text: within('text', 5_000),
        benefit: within('benefit', 5_000),
        owner: within('owner', 200),
        phase: choice('phase', phases, 'strategy.projects.value.phase'),
        size: choice('size', sizes, 'strategy.projects.value.size'),
        method: choice('method', methods, 'strategy.projects.value.method'),
        beginsOn: day('begins_on'),
        endsOn: day('ends_on'),
        budget: rappen,
        effortDays: effort !== undefined && /^\d{1,6}$/.test(effort) ? Number(effort) : undefined,
        needs: needs && needs.length > 0 ? needs : undefined,
      }),
    ]
  })
  return { projects, faults }
}

/** Without what is undefined. */
function defined(
  project: { readonly [Key in keyof ExchangeProject]: ExchangeProject[Key] | undefined } & {
    readonly reference: string
  },
): ExchangeProject {
  const { reference, title, text, benefit, owner, phase, size, method, beginsOn, endsOn, budget, effortDays, needs } =
    project
  return {
    reference,
    ...(title !== undefined && { title }),
    ...(text !== undefined && { text }),
    ...(benefit !== undefined && { benefit }),
    ...(owner !== undefined && { owner }),
    ...(phase !== undefined && { phase }),
    ...(size !== undefined && { size }),
    ...(method !== undefined && { method }),
    ...(beginsOn !== undefined && { beginsOn }),
    ...(endsOn !== undefined && { endsOn }),
    ...(budget !== undefined && { budget }),
    ...(effortDays !== undefined && { effortDays }),
    ...(needs !== undefined && { needs }),
  }
}

const guard = /^'(?='*[=+\-@\t\0])/

/** A text as it goes into a table: one that a spreadsheet would take for a formula begins with ', and so does one that looks as if it had been so. */
export function guardedText(text: string): string {
  return /^'*[=+\-@\t\0]/.test(text) ? `'${text}` : text
}

/** The text that was written so. */
export function unguarded(text: string): string {
  return text.replace(guard, '')
}

/** Rows as CSV (RFC 4180) in UTF-8 with the mark that spreadsheets need; nothing in it is a formula. */
export function csvOf(head: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  const cell = (text: string | null) => {
    if (text === null) return ''
    const safe = guardedText(text)
    return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return `\ufeff${[head, ...rows].map((row) => `${row.map(cell).join(';')}\r\n`).join('')}`
}
