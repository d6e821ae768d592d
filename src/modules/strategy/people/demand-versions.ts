import { isUuid } from '#kernel/ids.ts'
import type { SkillLevel } from '../planning/instance.ts'
import { monthText, readMonth } from './months.ts'
import { type SkillId, skillLevels } from './person.ts'
import type { DemandStretch } from './write-demand.ts'

/** Needs by month; months in a row with the same need become one stretch. Sorted by skill, level and month. */
export function stretchesOf(
  months: readonly (Omit<DemandStretch, 'from' | 'to'> & { readonly month: number })[],
): DemandStretch[] {
  const keyOf = ({ skillId, level }: { skillId: SkillId; level: SkillLevel }) => `${skillId} ${level}`
  const found: DemandStretch[] = []
  for (const { month, skillId, level, tenths, isAgreed } of months.toSorted(
    (one, other) => keyOf(one).localeCompare(keyOf(other)) || one.month - other.month,
  )) {
    const last = found.at(-1)
    const next = { skillId, level, tenths, isAgreed, from: month, to: month }
    if (last && keyOf(last) === keyOf(next) && last.to + 1 === month && isSameNeed(last, next))
      found.splice(-1, 1, { ...last, to: month })
    else found.push(next)
  }
  return found
}

/** The needs she had before her when she began, for a hidden field of her form. */
export function writeSeen(stretches: readonly DemandStretch[]): string {
  return stretches
    .map(({ skillId, level, from, to, tenths, isAgreed }) =>
      [skillId, level, monthText(from), monthText(to), tenths, isAgreed ? 'agreed' : 'planned'].join(' '),
    )
    .join(';')
}

/** Reads what `writeSeen` wrote. What is not of that form is left out: she then is told of a change that was none, and loses nothing. */
export function readSeen(text: string): DemandStretch[] {
  return text.split(';').flatMap((line) => {
    const [skillId = '', levelText, fromText = '', toText = '', tenthsText, state] = line.split(' ')
    const level = skillLevels.find((one) => String(one) === levelText)
    const from = readMonth(fromText)
    const to = readMonth(toText)
    const tenths = Number(tenthsText)
    if (!isUuid<'strategy-skill'>(skillId) || level === undefined || from === undefined || to === undefined) return []
    return Number.isInteger(tenths) ? [{ skillId, level, from, to, tenths, isAgreed: state === 'agreed' }] : []
  })
}

/** What lies in the months, skill and level that she changes. */
export function within(stretches: readonly DemandStretch[], change: DemandStretch): DemandStretch[] {
  return stretches
    .filter(({ skillId, level }) => skillId === change.skillId && level === change.level)
    .map((one) => ({ ...one, from: Math.max(one.from, change.from), to: Math.min(one.to, change.to) }))
    .filter(({ from, to }) => from <= to)
}

/** Whether somebody changed since she began what she changes as well. Other skills and months of the same project are no matter of hers. */
export function isDemandOvertaken(
  seen: readonly DemandStretch[],
  stored: readonly DemandStretch[],
  change: DemandStretch,
): boolean {
  return writeSeen(within(seen, change)) !== writeSeen(within(stored, change))
}

const isSameNeed = (one: DemandStretch, other: DemandStretch) =>
  one.tenths === other.tenths && one.isAgreed === other.isAgreed
