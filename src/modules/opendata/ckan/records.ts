import { v5 } from 'uuid'
import { type Language, type LocalText, languages, textIn } from '#kernel/i18n/language.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { type Theme, themeLabels } from '../catalogue/vocabularies.ts'
import type { Membership } from '../series/series.ts'

/** What describing things needs besides them. */
export type Around = {
  readonly kernel: Kernel
  /** Of whoever asks, for the few texts that are in one language. */
  readonly language: Language
  readonly rowsChangedAt: ReadonlyMap<string, Date>
  /** The series of each data set, by its id. */
  readonly memberships: ReadonlyMap<string, readonly Membership[]>
  /** Data sets of each authority. */
  readonly counts: ReadonlyMap<string, number>
}

/** A text as opendata.swiss gives it: an object with all four languages, empty where nothing is said. */
export function inAllLanguages(text: LocalText | undefined): Record<Language, string> {
  const [de, fr, it, en] = languages.map((one) => text?.[one] ?? '')
  return { de: de ?? '', fr: fr ?? '', it: it ?? '', en: en ?? '' }
}

/** An instant as CKAN writes it: UTC without a zone, to the microsecond. */
export const timestamp = (at: Date): string => `${at.toISOString().slice(0, -1)}000`

/** A day as CKAN writes it. */
export const dayStamp = (day: string): string => `${day}T00:00:00`

/** A day as CKAN writes it, or the instant of it as it was said where it was harvested: in UTC where that had a zone. */
export function saidStamp(day: string, instant: string | undefined): string {
  if (instant === undefined) return dayStamp(day)
  return /(?:Z|[+-]\d{2}:\d{2})$/.test(instant) ? timestamp(new Date(instant)) : instant
}

const namespace = '6f1f2a1e-7a55-5c0f-9d0e-5b1f6a3c2d10'

/** A UUID that says nothing but is always the same for the same text. */
export const steadyId = (text: string): string => v5(text, namespace)

/** An authority as CKAN's organization. */
export function organizationRecord(id: string, { kernel, counts }: Around): Record<string, unknown> {
  const entry = kernel.authorities.find(id)
  const title = inAllLanguages(entry?.name ?? { de: id })
  return {
    id,
    name: id,
    title,
    display_name: title,
    description: inAllLanguages(undefined),
    type: 'organization',
    is_organization: true,
    state: 'active',
    approval_status: 'approved',
    political_level: entry?.kind === 'canton' ? 'canton' : 'commune',
    package_count: counts.get(id) ?? 0,
    url: `${kernel.settings.origin}/${id}/opendata`,
    image_url: '',
    image_display_url: '',
    created: null,
    revision_id: steadyId(`organization ${id}`),
    num_followers: 0,
    groups: [],
    tags: [],
  }
}

/** Name of a theme as CKAN's group. */
export const groupName = (theme: Theme): string => theme.toLowerCase()

/** A theme as CKAN's group. */
export function groupRecord(theme: Theme): Record<string, unknown> {
  const title = inAllLanguages(themeLabels[theme])
  return {
    id: groupName(theme),
    name: groupName(theme),
    title,
    display_name: title,
    description: inAllLanguages(undefined),
    image_display_url: '',
  }
}

/** A keyword as CKAN's tag. */
export const tagRecord = (name: string): Record<string, unknown> => ({
  id: steadyId(`tag ${name}`),
  name,
  display_name: name,
  state: 'active',
  vocabulary_id: null,
})

/** A text in the language of whoever asks. */
export const textOf = (text: LocalText | undefined, { language }: Pick<Around, 'language'>): string =>
  text === undefined ? '' : textIn(text, language)
