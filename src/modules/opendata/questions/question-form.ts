import type { Request } from '#kernel/http/route.ts'
import { readEmail } from '../addressees/asker.ts'
import { type QuestionKind, questionKinds, questionLimits } from './question.ts'

export type QuestionField = 'kind' | 'text' | 'email'
export type Faults = { readonly [field in QuestionField]?: string }

/** What was typed, as it is shown again. */
export type TypedQuestion = { readonly kind: string; readonly text: string; readonly email: string }
export const nothingTyped: TypedQuestion = { kind: '', text: '', email: '' }

export type QuestionReading =
  | { readonly ok: true; readonly kind: QuestionKind; readonly text: string; readonly email: string | undefined }
  | { readonly ok: false; readonly typed: TypedQuestion; readonly faults: Faults }

/** Reads the form: what is asked, or what is wrong with each field. Whoever is known needs no address. */
export function readQuestion(request: Request, isKnown: boolean): QuestionReading {
  const { form, t } = request
  const kind = questionKinds.find((one) => one === form.get('kind'))
  const text = (form.get('text') ?? '').replaceAll('\r\n', '\n').trim()
  const { typed, email } = readEmail(request)
  const faults: Faults = {
    ...(!kind && { kind: t('opendata.questions.error.kind') }),
    ...(text === '' && { text: t('opendata.questions.error.text') }),
    ...((text.length > questionLimits.text || !text.isWellFormed() || text.includes('\0')) && {
      text: t('opendata.questions.error.long', { most: questionLimits.text }),
    }),
    ...(!isKnown && email === undefined && { email: t('opendata.subscriptions.email_wrong') }),
  }
  if (!kind || Object.keys(faults).length > 0)
    return { ok: false, typed: { kind: kind ?? '', text, email: typed }, faults }
  return { ok: true, kind, text, email: isKnown ? undefined : email }
}
