import { applyAction } from './actions.ts'
import { typeOf } from './field-types.ts'
import { checkFields, readFields } from './fields.ts'
import { type Answers, declarationField, type Form, type FormField } from './form.ts'
import type { FormBody, FormContext } from './form-context.ts'
import { below, type FieldProblem, type FormError } from './form-error.ts'
import { contextBefore } from './view-form.ts'

/**
 * A posted page. `ok`: all answers so far with those of the page, to be saved. Otherwise the page is shown again with
 * `values`: `errors` says what is wrong (HTTP 422), or nothing is and the page only changed (`changed`, HTTP 200): a row
 * was added or removed, a file removed, or a question appeared because of an answer.
 */
export type PageReading =
  | { readonly ok: true; readonly answers: Answers }
  | {
      readonly ok: false
      readonly reason: 'changed' | 'errors'
      readonly values: URLSearchParams
      readonly errors: readonly FormError[]
    }

export class UnknownPageError extends Error {
  override name = 'UnknownPageError'
}

/** Reads and checks a posted page. Throws for a page that the form does not have; whether it may be opened, the route asks before (`mayOpen`). */
export function readPage(
  form: Form,
  pageId: string,
  previous: Answers,
  body: FormBody,
  context: FormContext,
): PageReading {
  const page = form.pages.find(({ id }) => id === pageId)
  if (!page) throw new UnknownPageError(`no page ${pageId}`)
  return readInto(page.fields, previous, body, { ...contextBefore(form, pageId, previous, context) })
}

/** Reads what the review asks for: the declaration, where there is one. */
export function readReview(form: Form, previous: Answers, body: FormBody, context: FormContext): PageReading {
  const field = declarationField(form)
  return readInto(field ? [field] : [], previous, body, { ...context, scope: {} })
}

/** Reads and checks some fields out of a post; `previous` are all answers so far. */
export function readInto(
  fields: readonly FormField[],
  previous: Answers,
  body: FormBody,
  context: Parameters<typeof readFields>[3],
): PageReading {
  const changed = applyAction(body.values, (name) => isGroupName(name, fields))
  const values = withFiles(changed ?? body.values, body)
  if (changed) return { ok: false, reason: 'changed', values, errors: [] }

  const reading = readFields(fields, body, '', context)
  const checked = checkFields(reading.fields, reading.answers, { ...context, scope: reading.scope })
  const unread = checked.filter(
    ({ at }) => !reading.problems.some((problem) => isBelow(at, problem.at) || isBelow(problem.at, at)),
  )
  const problems = [...reading.problems, ...unread].filter(
    ({ at }) => !reading.revealed.some((name) => isBelow(at, pointerOf(name))),
  )
  if (removesFile(body.values)) return { ok: false, reason: 'changed', values, errors: [] }
  if (problems.length > 0) return { ok: false, reason: 'errors', values, errors: inOrder(problems, fields) }
  if (reading.revealed.length > 0) return { ok: false, reason: 'changed', values, errors: [] }
  return { ok: true, answers: merge(previous, reading.fields, reading.answers) }
}

/** Earlier answers with the page's; what was emptied is gone, what is hidden stays for the case that the person goes back. */
function merge(previous: Answers, fields: readonly FormField[], answers: Answers): Answers {
  const emptied = fields.map(({ id }) => id).filter((id) => !Object.hasOwn(answers, id))
  const kept = Object.entries(previous).filter(([id]) => !emptied.includes(id))
  return { ...Object.fromEntries(kept), ...answers }
}

/** A group of the page, or one inside the row of another: `persons`, `persons.0.children`. */
function isGroupName(name: string, fields: readonly FormField[]): boolean {
  const [id = '', index, ...rest] = name.split('.')
  const field = fields.find((one) => one.id === id)
  if (field?.type !== 'group') return false
  return (
    index === undefined || (/^\d{1,3}$/.test(index) && isGroupName(rest.join('.'), typeOf(field).innerFields(field)))
  )
}

/** The values with the ids of files that came with this post, and without those that were removed. */
function withFiles(values: URLSearchParams, { uploads }: FormBody): URLSearchParams {
  const changed = new URLSearchParams(values)
  for (const [name, list] of uploads ?? []) {
    const fresh = list.flatMap((upload) => (upload.ok ? [upload.file.id] : []))
    changed.set(`${name}.kept`, [changed.get(`${name}.kept`) ?? '', ...fresh].join(' ').trim())
  }
  for (const [name, id] of values) {
    if (!name.endsWith('.remove')) continue
    const kept = `${name.slice(0, -'.remove'.length)}.kept`
    changed.set(
      kept,
      (changed.get(kept) ?? '')
        .split(' ')
        .filter((one) => one !== id)
        .join(' '),
    )
    changed.delete(name)
  }
  return changed
}

function removesFile(values: URLSearchParams): boolean {
  return [...values.keys()].some((name) => name.endsWith('.remove'))
}

function isBelow(at: string, above: string): boolean {
  return at === above || at.startsWith(`${above}/`)
}

function pointerOf(name: string): string {
  return `/${name.replaceAll('.', '/')}`
}

/** Errors in the order of the fields, as the page shows them. */
function inOrder(problems: readonly FieldProblem[], fields: readonly FormField[]): readonly FormError[] {
  const place = ({ at }: FieldProblem) => fields.findIndex(({ id }) => isBelow(at, `/${id}`))
  return below(
    '',
    [...problems].sort((a, b) => place(a) - place(b)),
  )
}
