import type { Translate } from '#kernel/i18n/translate.ts'

/** How one can object to a decision, as letters set it out. */
export type LegalRemedies = {
  readonly text: string
  readonly deadlineDays: number
  /** Name and address, one line each. */
  readonly filedWith: readonly string[]
  readonly legalBasis: string
}

const labels = ['deadline', 'filed_with', 'legal_basis'] as const

/**
 * The notice as one text that stands alone: what can be done, then deadline, place and legal basis in three lines. This is what is
 * sealed with a decision; `readRemedies` finds the parts again, whatever the language.
 */
export function composeRemedies(remedies: LegalRemedies, t: Translate): string {
  const values = {
    deadline: t('kernel.letters.decision.remedies.days', { days: remedies.deadlineDays }),
    filed_with: remedies.filedWith.map((line) => oneLine(line).replaceAll(';', ',')).join('; '),
    legal_basis: oneLine(remedies.legalBasis),
  }
  const lines = labels.map((label) => `${t(`kernel.letters.decision.remedies.${label}`)}: ${values[label]}`)
  return `${remedies.text.trim()}\n\n${lines.join('\n')}`
}

/** The parts of a composed notice; undefined for one that was written freely, such as by a program. */
export function readRemedies(notice: string): LegalRemedies | undefined {
  const end = notice.lastIndexOf('\n\n')
  const values = notice
    .slice(end + 2)
    .split('\n')
    .map((line) => line.slice(line.indexOf(': ') + 2).trim())
  const [deadline = '', place = '', legalBasis = ''] = values
  const deadlineDays = Number(/\d+/.exec(deadline)?.[0])
  const filedWith = place.split('; ').filter((line) => line !== '')
  const isComposed = end > 0 && values.length === labels.length && deadlineDays > 0 && filedWith.length > 0
  return isComposed && legalBasis !== ''
    ? { text: notice.slice(0, end), deadlineDays, filedWith, legalBasis }
    : undefined
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
