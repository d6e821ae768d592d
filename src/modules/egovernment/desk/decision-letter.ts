import type { Authority, Unit } from '#kernel/authorities/authority.ts'
import { formatDate, type IsoDate, swissDate } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { LetterInput, SenderData } from '#kernel/letters/letter-data.ts'
import type { Outcome } from '../cases/case.ts'
import type { CaseRecord } from '../cases/case-record.ts'
import { readRemedies } from './legal-remedies.ts'

/** What a letter about a decision tells of; all of it is kept with the case. */
export type LetterFacts = {
  readonly record: CaseRecord
  readonly service: string
  readonly authority: Authority
  readonly unit: Unit | undefined
  readonly address: readonly string[]
  readonly decision: {
    readonly outcome: Outcome
    readonly text: string
    readonly reasons?: string | undefined
    readonly remedies?: string | undefined
    readonly notifiedOn: IsoDate
  }
  readonly signedBy: string
  readonly date: IsoDate
  readonly isDemo: boolean
}

/**
 * The letter of a decision in the language of the case (`t`). With a notice of legal remedies it is set as a decision, without one as a
 * plain letter that says the same.
 */
export function decisionLetter(facts: LetterFacts, t: Translate): LetterInput {
  const { authority, decision, record } = facts
  const outcome = t(`egovernment.desk.outcome.${decision.outcome}`)
  const common = {
    isDemo: facts.isDemo,
    authority: senderOf(authority, facts.unit, t),
    recipient: [
      record.applicantName || t('egovernment.desk.letter.to_case', { number: record.number }),
      ...facts.address,
    ],
    addressWindow: 'right' as const,
    caseNumber: record.number,
    contact: facts.signedBy,
    place: authority.contact?.locality ?? textIn(authority.name, t.language),
    date: facts.date,
    subject: t('egovernment.desk.letter.subject', { service: facts.service, outcome }),
    salutation: t('egovernment.desk.letter.salutation'),
    signatures: [{ name: facts.signedBy }],
    enclosures: [],
  }
  const opening = t('egovernment.desk.letter.opening', {
    day: formatDate(swissDate(record.receivedAt)),
    service: facts.service,
  })
  const remedies = decision.remedies === undefined ? undefined : readRemedies(decision.remedies)
  const letter = { standard: 'ua-1' as const, language: t.language, templateOf: record.authorityId }
  if (!remedies) {
    const body = [opening, decision.text, decision.reasons, decision.remedies].filter(Boolean).join('\n\n')
    return { template: 'message', ...letter, data: { ...common, body } }
  }
  return {
    template: 'decision',
    ...letter,
    data: {
      ...common,
      body: opening,
      decision: pointsOf(decision.text),
      reasons: decision.reasons ?? '',
      remedies: { ...remedies, filedWith: [...remedies.filedWith] },
      notifiedOn: decision.notifiedOn,
      copies: [],
    },
  }
}

/** Each paragraph of a decision is a point of its operative part. */
function pointsOf(text: string): string[] {
  const points = text.split(/\n{2,}/).map((point) => point.trim())
  return points.filter((point) => point !== '').slice(0, 50)
}

function senderOf({ name, contact, theme }: Authority, unit: Unit | undefined, t: Translate): SenderData {
  const at = unit?.contact ?? contact
  const address = at ? [at.street, `${at.postcode} ${at.locality}`] : []
  return {
    name: textIn(name, t.language),
    ...(unit && { unit: textIn(unit.name, t.language) }),
    address: [...address.filter((line) => line !== undefined), ...(at ? [] : [textIn(name, t.language)])],
    ...(at?.phone && { phone: at.phone }),
    ...(at?.email && { email: at.email }),
    ...(at?.website && /^https?:\/\//.test(at.website) && { website: at.website }),
    ...(theme && { accent: theme.accent }),
  }
}
