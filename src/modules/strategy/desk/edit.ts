import type { StaffActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import type { Answer } from '#kernel/http/answers.ts'
import type { Request } from '#kernel/http/route.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { FormReading } from '#modules/egovernment/public.ts'
import { attempt } from './desk-context.ts'
import { type FieldValues, type Merged, mergeVersions, wasName } from './versions.ts'

export type Versions = {
  readonly merged: Merged
  readonly was: FieldValues
  readonly typed: FieldValues
  readonly saved: FieldValues
}

/** A form that changes something which is there. */
export type Edit = {
  readonly form: FormReading
  /** What the fields held when she began: what she changed, and whether somebody was faster, is told from these however often the form comes back. */
  readonly was: FieldValues
  /** For whoever comes second: both versions. */
  readonly versions: Versions | undefined
}

/** The form as it is first shown, with what is stored. */
export const startEdit = (t: Translate, stored: FieldValues): Edit => ({
  form: FormReading.blank(t, stored),
  was: stored,
  versions: undefined,
})

/** The form as it was sent, to be shown again with what is wrong. */
export const sentEdit = (request: Request, form: FormReading, fields: readonly string[] = []): Edit => ({
  form,
  was: sentValues(request, fields, wasName),
  versions: undefined,
})

/** The form for whoever comes second: what she typed, with what only the other changed already taken over. */
export function secondEdit(request: Request, saved: FieldValues): Edit {
  const fields = Object.keys(saved)
  const was = sentValues(request, fields, wasName)
  const typed = sentValues(request, fields, (field) => field)
  const merged = mergeVersions(was, typed, saved)
  return { form: FormReading.blank(request.t, merged.values), was: saved, versions: { merged, was, typed, saved } }
}

/** Whether somebody changed what the form shows since she began. What changed elsewhere in the same record is no matter of hers. */
export function isOvertaken(request: Request, stored: FieldValues): boolean {
  const was = sentValues(request, Object.keys(stored), wasName)
  return Object.entries(stored).some(([field, value]) => plainBreaks(value) !== plainBreaks(was[field] ?? ''))
}

/** Browsers send a line break as two signs. */
const plainBreaks = (text: string) => text.replaceAll('\r\n', '\n')

const sentValues = ({ form }: Request, fields: readonly string[], nameOf: (field: string) => string): FieldValues =>
  Object.fromEntries(fields.map((field) => [field, form.get(nameOf(field)) ?? '']))

type Keeping = {
  readonly form: FormReading
  /** What is stored now as the fields of the form, with its revision; read once more where somebody was faster in the very moment. */
  readonly read: () => Promise<{ readonly values: FieldValues; readonly revision: number }>
  readonly work: (writing: WriteScope<StaffActor>, revision: number) => Promise<void>
  readonly done: () => Answer
  readonly show: (edit: Edit, status: number) => Promise<Answer>
}

/** Runs a rule for a form that changes something. Whoever comes second (412) is shown both versions; another refusal is told with everything that was typed. */
export async function keepEdit(request: Request, { form, read, work, done, show }: Keeping): Promise<Answer> {
  const { values, revision } = await read()
  if (isOvertaken(request, values)) return show(secondEdit(request, values), 412)
  const refused = await attempt(request, (writing) => work(writing, revision))
  if (!refused) return done()
  if (refused.status === 412) return show(secondEdit(request, (await read()).values), 412)
  form.refusal = refused.refusal
  return show(sentEdit(request, form, Object.keys(values)), refused.status)
}
