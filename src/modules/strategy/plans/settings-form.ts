import { isUuid } from '#kernel/ids.ts'
import type { FormReading } from '#modules/egovernment/public.ts'
import { readTypedMonth } from '../people/months.ts'
import { readDays, type Skill, skillLevels } from '../people/person.ts'
import { aims, type ExtraPeople, frontiers, horizons, moneyLimits, type PlanSettings } from './plan-settings.ts'

/** How many kinds of extra people one form takes. */
export const extraPlaces = [0, 1] as const

/** What the form of a new plan holds before anything is chosen. */
export const usual = {
  aim: 'benefit',
  usesPeople: 'yes',
  reserve: '0',
  money: 'none',
  mayLeaveOut: '',
  frontier: 'none',
  months: '36',
  seconds: '9',
  ...Object.fromEntries(
    extraPlaces.flatMap((place) => [
      [`extra_count_${place}`, '1'],
      [`extra_level_${place}`, '3'],
      [`extra_days_${place}`, '16'],
    ]),
  ),
}

/** What a plan was asked for; undefined where something is wrong, which is noted at its field. */
export function readSettings(form: FormReading, skills: readonly Skill[]): PlanSettings | undefined {
  const aim = form.choice('aim', aims)
  const money = form.choice('money', moneyLimits)
  const reserve = form.wholeNumber('reserve', { least: 0, most: 50 })
  const frame = readFrancs(form, 'frame')
  if (money === 'frame' && frame === undefined) form.fail('frame', 'strategy.planning.error.frame')
  const cap = readFrancs(form, 'cap')
  const frontier = form.choice('frontier', frontiers)
  const months = horizons.find((one) => String(one) === form.value('months'))
  if (months === undefined) form.fail('months', 'strategy.people.error.choose')
  const seconds = form.wholeNumber('seconds', { least: 1, most: 60 })
  const extraPeople = extraPlaces.flatMap((place) => readExtra(form, place, skills))
  if (!form.isSound || !aim || !money || reserve === undefined || !frontier || !months || seconds === undefined)
    return undefined
  return {
    ...{ aim, money, reserve, frontier, months, seconds },
    ...(frame !== undefined && { frame }),
    ...(cap !== undefined && { cap }),
    ...(extraPeople.length > 0 && { extraPeople }),
    usesPeople: form.value('usesPeople') === 'yes',
    mayLeaveOut: form.value('mayLeaveOut') === 'yes',
    mandatory: form
      .values('mandatory')
      .filter((id) => isUuid(id))
      .slice(0, 500),
  }
}

/** Nobody where no skill is chosen. */
function readExtra(form: FormReading, place: number, skills: readonly Skill[]): ExtraPeople[] {
  const name = (field: string) => `extra_${field}_${place}`
  if (form.value(name('skill')) === '') return []
  const skill = skills.find(({ id }) => id === form.value(name('skill')))
  if (!skill) form.fail(name('skill'), 'strategy.people.error.choose')
  const count = form.wholeNumber(name('count'), { least: 1, most: 20 })
  const level = skillLevels.find((one) => String(one) === form.value(name('level')))
  if (level === undefined) form.fail(name('level'), 'strategy.people.error.choose')
  const days = readDays(form.value(name('days')))
  const tenths = days && days <= 310 ? days : form.fail(name('days'), 'strategy.people.error.days')
  const from = readOptionalMonth(form, name('from'))
  const until = readOptionalMonth(form, name('until'))
  if (from !== undefined && until !== undefined && until < from) form.fail(name('until'), 'strategy.people.error.order')
  if (!form.isSound || !skill || count === undefined || level === undefined || tenths === undefined) return []
  const span = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) }
  return [{ count, skillId: skill.id, level, tenths, ...span }]
}

function readOptionalMonth(form: FormReading, name: string): number | undefined {
  if (form.value(name).trim() === '') return undefined
  return readTypedMonth(form.value(name)) ?? form.fail(name, 'strategy.people.error.month')
}

/** Whole francs, with or without apostrophes, as Rappen; undefined where nothing was entered. */
function readFrancs(form: FormReading, name: string): number | undefined {
  const text = form.value(name).replace(/['’\s]/g, '')
  if (text === '') return undefined
  return /^\d{1,10}$/.test(text) ? Number(text) * 100 : form.fail(name, 'strategy.planning.error.francs')
}
