import { createHash } from 'node:crypto'
import type { Authority } from '#kernel/authorities/authority.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { type Outcome, outcomes } from '../cases/case.ts'
import { isAdverse } from '../cases/decide-case.ts'
import { dayValues, type FormReading } from './form-reading.ts'
import { composeRemedies, type LegalRemedies } from './legal-remedies.ts'

/** A decision as it was written, before it is signed. */
export type DecisionDraft = {
  readonly outcome: Outcome
  readonly text: string
  readonly reasons: string
  /** Undefined where nobody gets less than she asked for. */
  readonly remedies: LegalRemedies | undefined
  readonly notifiedOn: IsoDate
}

export const decisionFields = [
  'outcome',
  'text',
  'reasons',
  'remedies_text',
  'remedies_days',
  'remedies_with',
  'remedies_basis',
  'notified.day',
  'notified.month',
  'notified.year',
] as const

const remedyFields = ['remedies_text', 'remedies_days', 'remedies_with', 'remedies_basis'] as const

/**
 * What the form begins with. Authorities have not given us their notices of legal remedies, so the demo fills in an example that says so,
 * and elsewhere the place is all that is filled in: no legal statement without a source.
 */
export function decisionValues(
  t: Translate,
  { authority, isDemo, today }: { readonly authority: Authority; readonly isDemo: boolean; readonly today: IsoDate },
): Readonly<Record<string, string>> {
  return {
    ...dayValues('notified', today),
    remedies_with: senderLines(authority, t.language).join('\n'),
    ...(isDemo && {
      remedies_text: t('egovernment.desk.decision.example_remedies'),
      remedies_days: '20',
      remedies_basis: t('egovernment.desk.decision.example_basis'),
    }),
  }
}

/** Name and address of an authority, a line each. */
export function senderLines({ name, contact }: Authority, language: Language): readonly string[] {
  const street = contact?.street ?? ''
  const place = contact ? `${contact.postcode} ${contact.locality}` : ''
  return [textIn(name, language), street, place].filter((line) => line !== '')
}

/** Reads the form; undefined with errors at the fields where something is missing. */
export function readDecision(form: FormReading, today: IsoDate): DecisionDraft | undefined {
  const outcome = form.choice('outcome', outcomes)
  const text = form.text('text')
  const isStrict = outcome !== undefined && isAdverse(outcome)
  const reasons = isStrict ? form.text('reasons') : form.optionalText('reasons')
  const remedies = readRemedyFields(form, isStrict)
  const notifiedOn = form.day('notified')
  if (notifiedOn !== undefined && notifiedOn < today) form.fail('notified', 'egovernment.desk.error.day_past')
  if (!form.isSound || !outcome || text === undefined || reasons === undefined || !notifiedOn) return undefined
  return { outcome, text, reasons, remedies, notifiedOn }
}

/** All of the notice, or nothing of it: what is half filled in would mislead. */
function readRemedyFields(form: FormReading, isRequired: boolean): LegalRemedies | undefined {
  if (!isRequired && form.value('remedies_text').trim() === '') return undefined
  const [text, basis, place] = [form.text('remedies_text'), form.text('remedies_basis'), form.text('remedies_with')]
  const deadlineDays = form.wholeNumber('remedies_days', { least: 1, most: 365 })
  const filedWith = (place ?? '').split('\n').filter((line) => line.trim() !== '')
  if (filedWith.length > 6) form.fail('remedies_with', 'egovernment.desk.error.lines', { most: 6 })
  if ((basis ?? '').length > 250) form.fail('remedies_basis', 'egovernment.desk.error.long', { most: 250 })
  if (filedWith.some((line) => line.length > 250))
    form.fail('remedies_with', 'egovernment.desk.error.long', { most: 250 })
  if (remedyFields.some((name) => form.error(name) !== undefined)) return undefined
  if (text === undefined || basis === undefined || deadlineDays === undefined) return undefined
  return { text, deadlineDays, filedWith, legalBasis: basis }
}

/** What a decision is sealed and signed as. */
export function decisionWords(draft: DecisionDraft, t: Translate) {
  return {
    outcome: draft.outcome,
    text: draft.text,
    notifiedOn: draft.notifiedOn,
    ...(draft.reasons !== '' && { reasons: draft.reasons }),
    ...(draft.remedies && { remedies: composeRemedies(draft.remedies, t) }),
  }
}

/** Proves that what is signed is what was looked at: a hash of the draft, sent along by the preview. */
export function draftHash(draft: DecisionDraft): string {
  return createHash('sha256').update(JSON.stringify(draft)).digest('hex')
}
