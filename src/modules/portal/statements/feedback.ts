import type { FormBody } from '#kernel/http/form-body.ts'
import { type IsoDate, isIsoDate, swissDate } from '#kernel/i18n/format.ts'
import type { MessageValues } from '#kernel/i18n/translate.ts'

/** Days within which an authority answers feedback on accessibility. */
export const answerDays = 10

/** Days after which feedback is deleted. */
export const keptDays = 365

export const feedbackLimits = { text: 2_000, page: 300, email: 254 } as const

export type Feedback = { text: string; page: string | null; email: string | null }

export type FeedbackField = keyof Feedback

/** The message of a field: its key, and the values it holds. */
export type FieldFault = { key: string; values?: MessageValues }

export type FeedbackReading =
  | { ok: true; feedback: Feedback }
  | { ok: false; faults: { readonly [field in FeedbackField]?: FieldFault } }

/** Reads the feedback form: what was typed, without blanks around it, or what is wrong with each field. */
export function readFeedback(form: FormBody): FeedbackReading {
  const text = typed(form, 'text')
  const page = typed(form, 'page')
  const email = typed(form, 'email')
  const faults = {
    ...(text === '' && { text: { key: 'portal.statements.feedback.text.missing' } }),
    ...(text.length > feedbackLimits.text && {
      text: { key: 'portal.statements.feedback.text.too_long', values: { limit: feedbackLimits.text } },
    }),
    ...(page.length > feedbackLimits.page && {
      page: { key: 'portal.statements.feedback.page.too_long', values: { limit: feedbackLimits.page } },
    }),
    ...(email !== '' && !isEmail(email) && { email: { key: 'portal.statements.feedback.email.wrong' } }),
  }
  if (Object.keys(faults).length > 0) return { ok: false, faults }
  return { ok: true, feedback: { text, page: page || null, email: email || null } }
}

/** What was typed into a field, with line breaks as PostgreSQL and we count them: one character each. */
export function typed(form: FormBody, field: FeedbackField): string {
  return (form.get(field) ?? '').replaceAll('\r\n', '\n').trim()
}

function isEmail(text: string): boolean {
  return text.length <= feedbackLimits.email && /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@.<>,;"]{2,}$/.test(text)
}

/** The last day to answer feedback that arrived at an instant. */
export function answerBy(receivedAt: Date): IsoDate {
  const day = new Date(`${swissDate(receivedAt)}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + answerDays)
  const text = day.toISOString().slice(0, 10)
  if (!isIsoDate(text)) throw new RangeError(`no day ${answerDays} days after ${receivedAt.toISOString()}`)
  return text
}
