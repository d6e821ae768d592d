import { storable } from './storable.ts'

/**
 * What is said about a catalogue that was read. `error`: the data set cannot be taken over; `warning`: a value was left out or replaced; `note`:
 * something is not kept.
 */
export type HarvestSeverity = 'error' | 'warning' | 'note'

export const findingKinds = [
  'no_identifier',
  'identifier_twice',
  'no_title',
  'no_description',
  'no_distribution',
  'no_licence',
  'not_open',
  'not_public',
  'licences_differ',
  'no_german',
  'no_contact',
  'no_issued',
  'theme_unknown',
  'no_theme',
  'frequency_unknown',
  'format_unknown',
  'date',
  'period',
  'url',
  'email',
  'too_long',
  'language_not_kept',
  'not_kept',
  'shape',
  'unfit',
  'not_stored',
  'too_many',
] as const
export type FindingKind = (typeof findingKinds)[number]

/** One of them, with the data set it is about, the property in short and the value as it stands there. */
export type HarvestFinding = {
  readonly severity: HarvestSeverity
  readonly kind: FindingKind
  readonly subject: string
  readonly property: string
  readonly value: string
}

const mostPerDataSet = 60

/** Collects what is found about one data set. */
export class Findings {
  readonly list: HarvestFinding[] = []
  readonly #subject: string

  constructor(subject: string) {
    this.#subject = subject
  }

  add(severity: HarvestSeverity, kind: FindingKind, property: string, value = ''): undefined {
    if (this.list.length < mostPerDataSet || severity === 'error')
      this.list.push({
        severity,
        kind,
        subject: this.#subject,
        property: storable(property, 300),
        value: storable(value, 300),
      })
    return undefined
  }

  /** As many of these as may be kept; that there are more is reported. */
  first<Value>(values: readonly Value[], most: number, property: string): Value[] {
    if (values.length > most) this.add('warning', 'too_many', property, String(values.length))
    return values.slice(0, most)
  }

  get hasError(): boolean {
    return this.list.some(({ severity }) => severity === 'error')
  }
}
