import type { Translate } from '#kernel/i18n/translate.ts'
import { isProtected } from '../desk/answer-sections.ts'
import { typeOf } from '../forms/field-types.ts'
import { type Answers, answerOf, type Form, type FormField, isEmpty } from '../forms/form.ts'
import type { FormContext } from '../forms/form-context.ts'
import { local } from '../forms/form-error.ts'
import { allFields } from '../forms/view-form.ts'
import { canonicalJson } from '../submissions/content-hash.ts'
import type { CaseDetails } from './case-details.ts'

/** One answer that a correction changed, before and after as plain text; empty where there was none, null where it is hidden. */
export type ChangedAnswer = {
  readonly fieldId: string
  readonly question: string
  readonly before: string | null
  readonly after: string | null
}

/** What a correction changed, in the order of the form. What is protected is hidden unless `showsProtected`. */
export function compareAnswers(
  form: Form,
  [before, after]: readonly [Answers, Answers],
  t: Translate,
  context: FormContext,
  { showsProtected }: { readonly showsProtected: boolean },
): readonly ChangedAnswer[] {
  return allFields(form).flatMap((field) => {
    const [old, now] = [answerOf(before, field.id), answerOf(after, field.id)]
    if (isEmpty(old) && isEmpty(now)) return []
    if (canonicalJson(old) === canonicalJson(now)) return []
    const isHidden = !showsProtected && hasProtectedPart(field)
    const text = (answer: unknown) =>
      isHidden ? null : isEmpty(answer) ? '' : typeOf(field).format(answer, field, t, context)
    return [{ fieldId: field.id, question: local(field.label, t), before: text(old), after: text(now) }]
  })
}

/** By correction, in the order of time, what each changed in the version before it. */
export function changesIn(
  form: Form,
  { original, corrections }: Pick<CaseDetails, 'original' | 'corrections'>,
  t: Translate,
  context: FormContext,
  shown: { readonly showsProtected: boolean },
): ReadonlyMap<string, readonly ChangedAnswer[]> {
  const made = corrections
    .flatMap(({ id, version }) => (version ? [{ id, ...version }] : []))
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
  return new Map(
    made.map(({ id, submission }, index) => {
      const before = made[index - 1]?.submission ?? original
      const files = new Map([...before.files, ...submission.files].map((file) => [String(file.id), file]))
      const file = (fileId: string) => files.get(fileId)
      return [id, compareAnswers(form, [before.answers, submission.answers], t, { ...context, file }, shown)]
    }),
  )
}

function hasProtectedPart(field: FormField): boolean {
  return isProtected(field) || typeOf(field).innerFields(field).some(hasProtectedPart)
}
