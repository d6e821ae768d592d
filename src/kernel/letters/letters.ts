import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { fontFiles, readFamilies } from './fonts.ts'
import { type LetterInput, parseLetterInput } from './letter-data.ts'
import { letterView, type View } from './letter-view.ts'
import { createMakeShowable, type MakeShowable } from './showable-text.ts'
import { createTypstPool } from './typst-pool.ts'

export type Letters = {
  /**
   * Sets a letter as PDF: PDF/UA-1 or PDF/A-2a. The same input gives the same bytes.
   * Rejects with `LetterDataError` (wrong input), `TypesetBusyError`, `TypesetTimeoutError` or `TypesetError`.
   */
  renderLetter(input: LetterInput): Promise<{ pdf: Uint8Array }>
  /** Ends the typesetting processes. Without it they end with the program. */
  close(): void
}

export type LettersOptions = {
  translators: Readonly<Record<Language, Translate>>
  /** Where the templates are. */
  folder?: string
  processes?: number
  waiting?: number
  /** Milliseconds. */
  timeout?: number
}

const templates = fileURLToPath(new URL('../../../content/letters', import.meta.url))

/** Letters from Typst templates. Nothing is started before the first letter. */
export function createLetters(options: LettersOptions): Letters {
  const { translators, folder = templates, processes = 1, waiting = 200, timeout = 30_000 } = options
  const pool = createTypstPool({ folder, fonts: fontFiles, processes, waiting, timeout })
  let makeShowable: MakeShowable | undefined

  return {
    renderLetter: async (value) => {
      const input = parseLetterInput(value)
      makeShowable ??= createMakeShowable(readFamilies())
      const letter = JSON.stringify(showable(letterView(input, translators[input.language]), makeShowable))
      const template = templateFile(folder, input)
      return { pdf: await pool.set({ template, letter, standard: input.standard, createdAt: dateOf(input) }) }
    },
    close: pool.close,
  }
}

/** An authority's own template goes before the common one. */
function templateFile(folder: string, { template, templateOf }: LetterInput): string {
  const own = templateOf === undefined ? undefined : join('authorities', templateOf, `${template}.typ`)
  return own !== undefined && existsSync(join(folder, own)) ? own : `${template}.typ`
}

/** The date in the file, in seconds: never the clock's, so that the same letter is the same file. */
function dateOf(input: LetterInput): number {
  const day = input.template === 'receipt' ? input.data.receivedAt : `${input.data.date}T00:00:00Z`
  return Math.floor(Date.parse(day) / 1000)
}

function showable(view: View, makeShowable: MakeShowable): View {
  if (typeof view === 'string') return makeShowable(view)
  if (view === null || typeof view === 'boolean') return view
  if (isList(view)) return view.map((item) => showable(item, makeShowable))
  return Object.fromEntries(Object.entries(view).map(([name, value]) => [name, showable(value, makeShowable)]))
}

function isList(view: View): view is readonly View[] {
  return Array.isArray(view)
}
