import type { StoredFile } from '#kernel/files/stored-file.ts'
import { typeOf } from '../forms/field-types.ts'
import { type Answers, answerOf, type FormField, isRecord } from '../forms/form.ts'
import type { SubmittedFile } from './submit-case.ts'

/** By file id, the question whose answer names it: `proof`, or inside a list `children.0.proof`. */
export type FileFields = ReadonlyMap<string, string>

/**
 * Which question each file answers. A file that several questions name has them all, with `/` between: it is as protected as the most
 * protected of them.
 */
export function fileFieldsIn(fields: readonly FormField[], answers: Answers): FileFields {
  const found = new Map<string, string>()
  for (const [id, field] of namedIn(fields, answers, '')) {
    const others = found.get(id)
    found.set(id, others === undefined ? field : `${others}/${field}`)
  }
  return found
}

/** The files that answers name, as they go with a submission; others, uploaded and taken out again, stay behind. */
export function filesWithField(files: readonly StoredFile[], fieldOf: FileFields): SubmittedFile[] {
  return files.flatMap(({ createdAt: _createdAt, ...file }) => {
    const field = fieldOf.get(file.id)
    return field === undefined ? [] : [{ ...file, field }]
  })
}

function namedIn(fields: readonly FormField[], answers: Answers, prefix: string): (readonly [string, string])[] {
  return fields.flatMap((field): (readonly [string, string])[] => {
    const answer = answerOf(answers, field.id)
    if (!Array.isArray(answer)) return []
    const name = `${prefix}${field.id}`
    if (field.type === 'file') return [...new Set(answer.flatMap(idOf))].map((id) => [id, name])
    const inner = typeOf(field).innerFields(field)
    return answer.flatMap((row, index) => (isRecord(row) ? namedIn(inner, row, `${name}.${index}.`) : []))
  })
}

function idOf(one: unknown): string[] {
  return isRecord(one) && typeof one.id === 'string' ? [one.id] : []
}
