import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { LooseFile } from '#kernel/http/loose-files.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { type Column, faultText, readIntake, readRows } from '#modules/opendata/public.ts'
import { type ExchangeFault, type ExchangeProject, referenceOf } from './exchange-project.ts'
import { readOpenProject } from './open-project.ts'
import { columnTitle, fromRows, tableColumns } from './project-table.ts'

/** What is wrong, where, in words. */
export type FaultLine = { readonly line: number; readonly column: string; readonly text: string }

export type ReadFile = {
  readonly projects: readonly ExchangeProject[]
  readonly faults: readonly FaultLine[]
  /** Columns of the file that are used (as what), and those that are not. */
  readonly matched: readonly { readonly heading: string; readonly as: string }[]
  readonly unused: readonly string[]
}

type Wish = { readonly file: LooseFile; readonly sender: string; readonly language: Language }

const mostFaults = 100

/** Reads the projects in a file of a stranger: JSON as OpenProject has it, else a table in a process without rights. Throws `QueueFullError` (503). */
export async function readProjectFile(kernel: Kernel, { file, sender, language }: Wish): Promise<ReadFile> {
  const { translators } = kernel
  const t = translators[language]
  const words = (faults: readonly ExchangeFault[]): readonly FaultLine[] =>
    faults.slice(0, mostFaults).map(({ line, field, kind, value }) => ({
      line,
      column:
        field !== '' && t.has(`strategy.exchange.column.${field}`) ? t(`strategy.exchange.column.${field}`) : field,
      text: t(`strategy.exchange.fault.${kind}`, { value }),
    }))
  if (await isJson(file)) {
    const { projects, faults } = readOpenProject(await readFile(file.path, 'utf8'))
    return { projects, faults: words(faults), matched: [], unused: [] }
  }
  const columns = tableColumns.map(([name, type]): Column => ({ name, type, title: columnTitle(translators, name) }))
  const bring = { name: file.name, sender, isPlain: true }
  // A table need not have all columns: first which it has, then what is in them.
  const first = await readIntake(kernel, { ...bring, content: createReadStream(file.path) })
  await first.close()
  const headings = first.found.map(({ heading }) => heading)
  const { taken, unused } = matchHeadings(headings, columns)
  if (taken.length === 0)
    return {
      projects: [],
      faults: faultLines(t, first.faults, columns, language) ?? words([noProjects]),
      matched: [],
      unused,
    }
  const intake = await readIntake(kernel, {
    ...bring,
    content: createReadStream(file.path),
    columns: taken.map(({ column }) => column),
    headings: Object.fromEntries(taken.map(({ column, heading }) => [column.name, heading])),
  })
  const matched = taken.map(({ column, heading }) => ({ heading, as: textIn(column.title, language) }))
  try {
    const rows = await readRows(intake)
    if (!rows) return { projects: [], faults: faultLines(t, intake.faults, columns, language) ?? [], matched, unused }
    const places = columns.map(({ name }) => taken.findIndex(({ column }) => column.name === name))
    const wide = rows.map((row) => places.map((place) => row[place] ?? null))
    const { projects, faults } = fromRows(wide, { translators, firstLine: intake.headingLine + 1 })
    const all = projects.length === 0 && faults.length === 0 ? [noProjects] : faults
    return { projects, faults: words(all), matched, unused }
  } finally {
    await intake.close()
  }
}

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
function matchHeadings(headings: readonly string[], columns: readonly Column[]) {
  const free = new Set(headings)
  const taken = columns.flatMap((column) => {
    const names = new Set([column.name, ...Object.values(column.title)].map((one) => referenceOf(one ?? '')))
    const heading = [...free].find((one) => one.trim() !== '' && names.has(referenceOf(one)))
    if (heading === undefined) return []
    free.delete(heading)
    return [{ column, heading }]
  })
  return { taken, unused: [...free] }
}

function nameOf(columns: readonly Column[], name: string, language: Language): string {
  const found = columns.find((column) => column.name === name)
  return found ? textIn(found.title, language) : name
}

/** By its first sign, whatever it is called. */
async function isJson({ path }: LooseFile): Promise<boolean> {
  for await (const piece of createReadStream(path, { encoding: 'utf8', end: 200 })) {
    const text: unknown = piece
    return typeof text === 'string' && /^\ufeff?\s*[{[]/.test(text)
  }
  return false
}
