import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { ReportData } from '#kernel/letters/letter-data.ts'

export type Words = { readonly t: Translate; readonly language: Language }
export type Section = ReportData['sections'][number]

/** A table, or none where it had no rows. */
export const tableOf = (caption: string, head: string[], rows: string[][]): Section['tables'] =>
  rows.length === 0 ? [] : [{ caption, head, rows }]
