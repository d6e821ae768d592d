import { formatDate, formatNumber, swissDate, zone } from '#kernel/i18n/format.ts'
import type { Language } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import type { ReceiptData } from './letter-data.ts'
import type { Fact, View } from './letter-view.ts'

/** The texts of a receipt. */
export function receiptView(data: ReceiptData, t: Translate): { [name: string]: View } {
  return {
    title: t('kernel.letters.receipt.document_title', { number: data.caseNumber }),
    heading: t('kernel.letters.receipt.title'),
    intro: t('kernel.letters.receipt.intro', { service: data.service }),
    facts: receiptFacts(data, t),
    next: { title: t('kernel.letters.receipt.next'), steps: data.next },
    access: {
      title: t('kernel.letters.receipt.access.title'),
      text: t(`kernel.letters.receipt.access.${data.access}`),
      url: data.caseUrl,
    },
    answers: {
      title: t('kernel.letters.receipt.answers'),
      question: t('kernel.letters.receipt.question'),
      answer: t('kernel.letters.receipt.answer'),
      empty: t('kernel.letters.receipt.no_answer'),
      pages: data.pages,
    },
    files: {
      title: t('kernel.letters.receipt.files'),
      name: t('kernel.letters.receipt.file_name'),
      size: t('kernel.letters.receipt.file_size'),
      items: data.files.map(({ name, size, sha256 }) => ({ name, size: formatSize(size, t), sha256 })),
    },
    check: {
      title: t('kernel.letters.receipt.check.title'),
      how: t('kernel.letters.receipt.check.how'),
      files: data.files.length > 0 ? fileCheck(t) : null,
      hashLabel: t('kernel.letters.receipt.check.hash'),
      hash: data.hash,
      urlLabel: t('kernel.letters.receipt.check.page'),
      url: data.checkUrl,
    },
    automatic: t('kernel.letters.receipt.automatic'),
  }
}

function fileCheck(t: Translate): View {
  const file = t('kernel.letters.receipt.check.file')
  return {
    how: t('kernel.letters.receipt.check.files'),
    commands: [
      ['Windows', `certutil -hashfile ${file} SHA256`],
      ['macOS, Linux', `shasum -a 256 ${file}`],
    ],
  }
}

function receiptFacts(data: ReceiptData, t: Translate): Fact[] {
  const { filedBy, authority } = data
  const receivedAt = new Date(data.receivedAt)
  const key = (name: string): string => t(`kernel.letters.receipt.${name}`)
  const facts: Fact[] = [
    [t('kernel.letters.case_number'), data.caseNumber],
    ...(data.accessCode === undefined ? [] : [[key('access_code'), data.accessCode] satisfies Fact]),
    [key('service'), data.service],
    [key('received'), formatExactInstant(receivedAt, t.language)],
    [key('received_utc'), receivedAt.toISOString()],
    [key('filed_by'), [filedBy.name, ...(filedBy.address ?? [])].join('\n')],
  ]
  if (filedBy.onBehalfOf !== undefined) facts.push([key('on_behalf_of'), filedBy.onBehalfOf])
  const unit = authority.unit === undefined ? [] : [authority.unit]
  return [...facts, [key('authority'), [authority.name, ...unit, ...authority.address].join('\n')]]
}

/**
 * `22.11.2026, 14.30.05 Uhr (UTC+01:00)` and its like, in Swiss time. The offset tells the two hours apart that have the same
 * name when summer time ends.
 */
export function formatExactInstant(instant: Date, language: Language): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  }).formatToParts(instant)
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((each) => each.type === type)?.value ?? ''
  const offset = part('timeZoneName').replace('GMT', 'UTC')
  const time = exactTime(part('hour'), part('minute'), part('second'), language)
  return `${formatDate(swissDate(instant))}, ${time} (${offset})`
}

function exactTime(hour: string, minute: string, second: string, language: Language): string {
  switch (language) {
    case 'de':
      return `${hour}.${minute}.${second} Uhr`
    case 'fr':
      return `${hour} h ${minute} min ${second} s`
    case 'it':
      return `${hour}.${minute}.${second}`
    case 'en':
      return `${hour}:${minute}:${second}`
  }
}

/** A file's size in words, in units of a thousand: `950 Bytes`, `12.3 kB`, `4.7 MB`. */
export function formatSize(bytes: number, t: Translate): string {
  if (bytes < 1_000) return t('kernel.letters.receipt.bytes', { size: bytes })
  const [unit, divisor] = bytes < 999_950 ? (['kilobytes', 1e3] as const) : (['megabytes', 1e6] as const)
  return t(`kernel.letters.receipt.${unit}`, { size: formatNumber(Math.round((bytes / divisor) * 10) / 10) })
}
