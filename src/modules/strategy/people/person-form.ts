import type { FormReading } from '#modules/egovernment/public.ts'
import type { FieldValues } from '../desk/versions.ts'
import { monthText, readMonth } from './months.ts'
import {
  daysText,
  type OtherMonth,
  type Person,
  type PersonContent,
  projectRoles,
  readDays,
  type Skill,
  skillLevels,
} from './person.ts'

/** How many months from now on the form of a person shows. */
export const monthsShown = 12

/** What is kept of somebody as the fields of her form: `skill.<slug>`, `days.<month>` and `away.<month>` beside the plain ones. */
export function personValues(person: PersonContent, skills: readonly Skill[], from: number): FieldValues {
  const levels = skills.map(({ id, slug }): [string, string] => [
    `skill.${slug}`,
    String(person.skills.find(({ skillId }) => skillId === id)?.level ?? ''),
  ])
  const months = Array.from({ length: monthsShown }, (_one, at) => from + at).flatMap((month): [string, string][] => {
    const other = person.months.find((one) => one.month === month)
    return [
      [`days.${monthText(month)}`, other?.tenths === undefined ? '' : daysText(other.tenths)],
      [`away.${monthText(month)}`, other && other.away > 0 ? String(other.away / 10) : ''],
    ]
  })
  return {
    name: person.name,
    role: person.role,
    days: daysText(person.tenths),
    since: monthText(person.since),
    until: person.until === undefined ? '' : monthText(person.until),
    ...Object.fromEntries([...levels, ...months]),
  }
}

/** What was entered; undefined where something is wrong, which is noted at its field. Months that the form does not show stay as they were. */
export function readPerson(
  form: FormReading,
  { skills, from, before }: { skills: readonly Skill[]; from: number; before: Person },
): PersonContent | undefined {
  const basics = readBasics(form)
  const since = readMonth(form.value('since')) ?? form.fail('since', 'strategy.people.error.month')
  const until = form.value('until') === '' ? undefined : readMonth(form.value('until'))
  if (form.value('until') !== '' && until === undefined) form.fail('until', 'strategy.people.error.month')
  if (since !== undefined && until !== undefined && until < since) form.fail('until', 'strategy.people.error.order')
  const known = skills.flatMap(({ id, slug }) => {
    const level = skillLevels.find((one) => String(one) === form.value(`skill.${slug}`))
    return level === undefined ? [] : [{ skillId: id, level }]
  })
  const shown = Array.from({ length: monthsShown }, (_one, at) => from + at)
  const months = shown.flatMap((month) => readOther(form, month))
  const others = before.months.filter(({ month }) => !shown.includes(month))
  if (!form.isSound || !basics || since === undefined) return undefined
  return { ...basics, since, until, skills: known, months: [...others, ...months] }
}

/** Name, role and days of a month. */
export function readBasics(form: FormReading): Pick<PersonContent, 'name' | 'role' | 'tenths'> | undefined {
  const name = form.value('name').trim()
  if (name === '' || name.length > 200) form.fail('name', 'strategy.people.error.name')
  const role = form.choice('role', projectRoles)
  const tenths = readMonthDays(form, 'days')
  return form.isSound && role && tenths !== undefined ? { name, role, tenths } : undefined
}

function readMonthDays(form: FormReading, field: string): number | undefined {
  const tenths = readDays(form.value(field))
  return tenths !== undefined && tenths <= 310 ? tenths : form.fail(field, 'strategy.people.error.days')
}

function readOther(form: FormReading, month: number): OtherMonth[] {
  const [days, away] = [`days.${monthText(month)}`, `away.${monthText(month)}`]
  const tenths = form.value(days).trim() === '' ? undefined : readMonthDays(form, days)
  const share = form.value(away).trim() === '' ? 0 : Number(form.value(away).trim().replace(',', '.'))
  const thousandths = Math.round(share * 10)
  if (!(thousandths >= 0 && thousandths <= 1000)) {
    form.fail(away, 'strategy.people.error.share')
    return []
  }
  return tenths === undefined && thousandths === 0 ? [] : [{ month, tenths, away: thousandths }]
}
