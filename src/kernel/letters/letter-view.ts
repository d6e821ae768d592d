import { formatDate, formatLongDate } from '#kernel/i18n/format.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { DecisionData, LetterInput, MessageData, ReportData, SenderData } from './letter-data.ts'
import { receiptView } from './receipt-view.ts'

/** What a template gets: finished texts in the letter's language, as JSON. A missing value is `null`. */
export type View = null | boolean | string | readonly View[] | { readonly [name: string]: View }

/** Label and value, one line each. */
export type Fact = readonly [label: string, value: string]

/** The texts of a letter, before they go into its template. */
export function letterView(input: LetterInput, t: Translate): { [name: string]: View } {
  return {
    language: t.language,
    demo: input.data.isDemo ? t('kernel.letters.demo') : null,
    page: t('kernel.letters.page', { page: '{page}', pages: '{pages}' }),
    authority: senderView(input.data.authority),
    caseNumber: input.data.caseNumber,
    ...templateView(input, t),
  }
}

function templateView(input: LetterInput, t: Translate): { [name: string]: View } {
  switch (input.template) {
    case 'receipt':
      return receiptView(input.data, t)
    case 'decision':
      return decisionView(input.data, t)
    case 'message':
      return messageView(input.data, t)
    case 'report':
      return reportView(input.data)
  }
}

function reportView({ subject, body, sections }: ReportData): { [name: string]: View } {
  return {
    title: subject,
    body,
    sections: sections.map(({ title, text, tables, bars }) => ({
      title,
      text,
      tables,
      bars: bars ? { ...bars, items: bars.items.map((item) => ({ ...item, share: `${item.share / 10}%` })) } : null,
    })),
  }
}

function senderView(sender: SenderData): View {
  return {
    name: sender.name,
    unit: sender.unit ?? null,
    address: sender.address,
    contact: [sender.phone, sender.email, sender.website].filter((line) => line !== undefined),
    accent: sender.accent ?? '#3d4f5f',
  }
}

function messageView(data: MessageData, t: Translate): { [name: string]: View } {
  return {
    title: data.subject,
    recipient: data.recipient,
    addressWindow: data.addressWindow,
    deliveryNote: data.deliveryNote ?? null,
    facts: referenceFacts(data, t),
    placeAndDate: t('kernel.letters.place_and_date', {
      place: data.place,
      date: formatLongDate(data.date, t.language),
    }),
    salutation: data.salutation,
    body: data.body,
    closing: t('kernel.letters.closing'),
    signatures: data.signatures.map(({ name, role }) => ({ name, role: role ?? null })),
    enclosures: { title: t('kernel.letters.enclosures'), items: data.enclosures },
  }
}

function decisionView(data: DecisionData, t: Translate): { [name: string]: View } {
  const { remedies } = data
  return {
    ...messageView(data, t),
    facts: [...referenceFacts(data, t), [t('kernel.letters.decision.notified_on'), formatDate(data.notifiedOn)]],
    decision: { title: t('kernel.letters.decision.decision'), points: data.decision },
    reasons: { title: t('kernel.letters.decision.reasons'), text: data.reasons },
    remedies: {
      title: t('kernel.letters.decision.remedies.title'),
      text: remedies.text,
      facts: [
        [
          t('kernel.letters.decision.remedies.deadline'),
          t('kernel.letters.decision.remedies.days', { days: remedies.deadlineDays }),
        ],
        [t('kernel.letters.decision.remedies.filed_with'), remedies.filedWith.join('\n')],
        [t('kernel.letters.decision.remedies.legal_basis'), remedies.legalBasis],
      ],
    },
    copies: { title: t('kernel.letters.copies'), items: data.copies },
  }
}

function referenceFacts(data: MessageData | DecisionData, t: Translate): Fact[] {
  const facts: [key: string, value: string | undefined][] = [
    ['kernel.letters.case_number', data.caseNumber],
    ['kernel.letters.contact', data.contact],
    ['kernel.letters.your_reference', data.yourReference],
  ]
  return facts.flatMap(([key, value]) => (value === undefined ? [] : [[t(key), value] satisfies Fact]))
}
