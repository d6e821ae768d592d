import type { LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId, Id } from '#kernel/ids.ts'
import type { SkillLevel } from '../planning/instance.ts'

export type PersonId = Id<'strategy-person'>
export type SkillId = Id<'strategy-skill'>

/** What somebody is in projects; the first two and `privacy` as HERMES 2022 names them. */
export const projectRoles = [
  'sponsor',
  'project_lead',
  'business_analyst',
  'architect',
  'developer',
  'data',
  'privacy',
  'procurement',
  'change',
  'operation',
  'other',
] as const
export type ProjectRole = (typeof projectRoles)[number]

export const skillLevels = [1, 2, 3, 4] as const satisfies readonly SkillLevel[]

export type Skill = { readonly id: SkillId; readonly slug: string; readonly name: LocalText }

/** A month in which she has more or less time than usual, or is away for a part of it (thousandths). Months are counted. */
export type OtherMonth = { readonly month: number; readonly tenths: number | undefined; readonly away: number }

/** What is kept of somebody who works in projects. `tenths`: tenths of days that she has for projects in a month. */
export type PersonContent = {
  readonly name: string
  readonly role: ProjectRole
  readonly tenths: number
  readonly since: number
  readonly until: number | undefined
  readonly skills: readonly { readonly skillId: SkillId; readonly level: SkillLevel }[]
  readonly months: readonly OtherMonth[]
}

export type Person = PersonContent & {
  readonly authorityId: AuthorityId
  readonly id: PersonId
  readonly revision: number
}

/** Tenths of days that she has for projects in a month: as usual or as noted for that month, less the part that she is away. */
export function capacityIn(
  { since, until, tenths, months }: Omit<PersonContent, 'name' | 'role' | 'skills'>,
  month: number,
): number {
  if (month < since || (until !== undefined && month > until)) return 0
  const other = months.find((one) => one.month === month)
  return Math.floor(((other?.tenths ?? tenths) * (1000 - (other?.away ?? 0))) / 1000)
}

/** Days with one decimal, as people write them, as tenths: `12`, `12.5`, `12,5`; undefined for anything else. */
export function readDays(text: string): number | undefined {
  const match = /^(\d{1,4})(?:[.,](\d))?$/.exec(text.trim())
  return match ? Number(match[1]) * 10 + Number(match[2] ?? 0) : undefined
}

/** Tenths of days as days: `12.5`, `12`. */
export function daysText(tenths: number): string {
  return tenths % 10 === 0 ? String(tenths / 10) : (tenths / 10).toFixed(1)
}
