import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { type Column, faultText, readIntake, readRows } from '#modules/opendata/public.ts'
import { type ExchangeFault, type ExchangeProject, referenceOf } from './exchange-project.ts'
import type { Sheet } from './kept-import.ts'
import { readOpenProject } from './open-project.ts'
import { columnTitle, fromRows, type TableColumn, tableColumns } from './project-table.ts'

/** What is wrong, where, in words. */
export type FaultLine = { readonly line: number; readonly column: string; readonly text: string }

export type ReadFile = {
  readonly projects: readonly ExchangeProject[]
  readonly faults: readonly FaultLine[]
  /** Of a table: its headings and what they stand for; undefined for a file that says itself what is what. */
  readonly sheet: Sheet | undefined
}

type Wish = {
  readonly name: string
  /** The bytes of the file, which are read more than once. */
  readonly content: () => Readable
  readonly sender: string
  readonly language: Language
  /** Which heading stands for which column, where somebody has chosen; it is guessed otherwise. */
  readonly chosen?: Pick<Sheet, 'headings' | 'as'>
}

const mostFaults = 100

/** Reads the projects in a file of a stranger: JSON as OpenProject has it, else a table in a process without rights. Throws `QueueFullError` (503). */
export async function readProjectFile(
  kernel: Kernel,
  { name, content, sender, language, chosen }: Wish,
): Promise<ReadFile> {
  const { translators } = kernel
  const t = translators[language]
  const words = (faults: readonly ExchangeFault[]): readonly FaultLine[] =>
    faults.slice(0, mostFaults).map(({ line, field, kind, value }) => ({
      line,
      column:
        field !== '' && t.has(`strategy.exchange.column.${field}`) ? t(`strategy.exchange.column.${field}`) : field,
      text: t(`strategy.exchange.fault.${kind}`, { value }),
    }))
  if (!chosen && (await isJson(content()))) {
    const { projects, faults } = readOpenProject(await text(content()))
    return { projects, faults: words(faults), sheet: undefined }
  }
  const columns = tableColumns.map(([one, type]) => ({ name: one, type, title: columnTitle(translators, one) }))
  const bring = { name, sender, isPlain: true }
  // A table need not have all columns: first which it has, then what is in them.
  const first = chosen ? undefined : await readIntake(kernel, { ...bring, content: content() })
  await first?.close()
  const headings = chosen?.headings ?? first?.found.map(({ heading }) => heading) ?? []
  const taken = chosen ? chosenHeadings(columns, chosen) : matchHeadings(headings, columns)
  const answer = (projects: readonly ExchangeProject[], faults: readonly FaultLine[]): ReadFile => {
    const used = Object.fromEntries(taken.map(({ column, heading }) => [column.name, heading]))
    // Without headings there is nothing to choose from.
    return { projects, faults, sheet: headings.length === 0 ? undefined : { headings, as: used, faults: [...faults] } }
  }
  if (taken.length === 0)
    return answer([], faultLines(t, first?.faults ?? [], columns, language) ?? words([noProjects]))
  const intake = await readIntake(kernel, {
    ...bring,
    content: content(),
    columns: taken.map(({ column }) => column),
    headings: Object.fromEntries(taken.map(({ column, heading }) => [column.name, heading])),
  })
  try {
    const rows = await readRows(intake)
    if (!rows) return answer([], faultLines(t, intake.faults, columns, language) ?? [])
    const places = columns.map((one) => taken.findIndex(({ column }) => column.name === one.name))
    const wide = rows.map((row) => places.map((place) => row[place] ?? null))
    const { projects, faults } = fromRows(wide, { translators, firstLine: intake.headingLine + 1 })
    const all = projects.length === 0 && faults.length === 0 ? [noProjects] : faults
    return answer(all.length > 0 ? [] : projects, words(all))
  } finally {
    await intake.close()
  }
}

type TableColumnOf = Column & { readonly name: TableColumn }

const noProjects: ExchangeFault = { line: 0, field: '', kind: 'no_projects', value: '' }

type IntakeFaults = Awaited<ReturnType<typeof readIntake>>['faults']

function faultLines(
  t: Translate,
  faults: IntakeFaults,
  columns: readonly Column[],
  language: Language,
): readonly FaultLine[] | undefined {
  if (faults.length === 0) return undefined
  return faults.map((fault) => ({
    line: fault.line,
    column: nameOf(columns, fault.column ?? '', language),
    text: faultText(t, fault),
  }))
}

/** Which heading stands for which column: by name or by title in any language, whatever the case, accents and signs; each is used once. */
function matchHeadings(headings: readonly string[], columns: readonly TableColumnOf[]) {
  const free = new Set(headings)
  return columns.flatMap((column) => {
    const names = new Set([column.name, ...Object.values(column.title)].map((one) => referenceOf(one ?? '')))
    const heading = [...free].find((one) => one.trim() !== '' && names.has(referenceOf(one)))
    if (heading === undefined) return []
    free.delete(heading)
    return [{ column, heading }]
  })
}

/** The same as somebody chose. */
function chosenHeadings(columns: readonly TableColumnOf[], { headings, as }: Pick<Sheet, 'headings' | 'as'>) {
  return columns.flatMap((column) => {
    const heading = as[column.name]
    return heading !== undefined && headings.includes(heading) ? [{ column, heading }] : []
  })
}

function nameOf(columns: readonly Column[], name: string, language: Language): string {
  const found = columns.find((column) => column.name === name)
  return found ? textIn(found.title, language) : name
}

/** By its first sign, whatever it is called. */
async function isJson(content: Readable): Promise<boolean> {
  for await (const piece of content) return /^\ufeff?\s*[{[]/.test(String(piece).slice(0, 200))
  return false
}
