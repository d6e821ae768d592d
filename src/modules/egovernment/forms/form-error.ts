import { type LocalText, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'

/** A message of the catalogue with its values, or a text of the form itself. A value may be a text per language. */
export type FormMessage =
  | { readonly key: string; readonly values?: Readonly<Record<string, string | number | LocalText>> }
  | { readonly text: LocalText }

/** What is wrong and where: `path` is a JSON Pointer into the answers, such as `/persons/0/name/family`. */
export type FormError = { readonly path: string; readonly message: FormMessage }

/** What is wrong with one answer; `at` is a JSON Pointer inside it, empty for the whole. */
export type FieldProblem = { readonly at: string; readonly message: FormMessage }

/** The sentence a person reads: what is wrong and what to do. */
export function messageText(message: FormMessage, t: Translate): string {
  if ('text' in message) return textIn(message.text, t.language)
  const values = Object.entries(message.values ?? {}).map(([name, value]) => [name, valueIn(value, t)] as const)
  return t(message.key, Object.fromEntries(values))
}

function valueIn(value: string | number | LocalText, t: Translate): string | number {
  return typeof value === 'object' ? textIn(value, t.language) : value
}

/** One message about the whole answer. */
export function problem(key: string, values?: Record<string, string | number | LocalText>, at = ''): FieldProblem {
  return { at, message: { key: `egovernment.forms.${key}`, ...(values && { values }) } }
}

/** The problems of a part, seen from the whole: `/street` below `/address`. */
export function below(path: string, problems: readonly FieldProblem[]): FormError[] {
  return problems.map(({ at, message }) => ({ path: `${path}${at}`, message }))
}

/** A text of the form in the page's language. */
export function local(text: LocalText, t: Translate): string {
  return textIn(text, t.language)
}

/** A name as part of a JSON Pointer (RFC 6901). */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
