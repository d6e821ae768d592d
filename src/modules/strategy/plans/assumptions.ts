import { formatMoney } from '#kernel/i18n/format.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { daysText } from '../people/person.ts'
import type { ExtraPeople, PlanSettings } from './plan-settings.ts'
import { monthName, nodeName, type PlanNames } from './plan-words.ts'

/** What a variant assumes, in the same order for each, so that variants can stand side by side. */
export function assumptionsOf(names: PlanNames, settings: PlanSettings): [name: string, value: string][] {
  const { t } = names
  const { aim, money, frame, cap, usesPeople, reserve, mayLeaveOut, mandatory, months, extraPeople = [] } = settings
  const none = '–'
  const yes = (is: boolean) => t(`strategy.planning.assumed.${is ? 'yes' : 'no'}`)
  const list = (lines: readonly string[]) => (lines.length === 0 ? none : lines.join('; '))
  const francs = (rappen: number | undefined) => (rappen === undefined ? none : formatMoney(rappen))
  const field = (name: string) => t(`strategy.planning.field.${name}`)
  return [
    [field('aim'), t(`strategy.planning.aim.${aim}`)],
    [field('usesPeople'), yes(usesPeople)],
    [field('reserve'), `${reserve} %`],
    [field('extra'), list(extraPeople.map((one) => extraText(names, one)))],
    [field('money'), t(`strategy.planning.money.${money}`)],
    [field('frame'), money === 'frame' ? francs(frame) : none],
    [field('cap'), francs(cap)],
    [field('mayLeaveOut'), yes(mayLeaveOut || cap !== undefined)],
    [field('mandatory'), list(mandatory.map((id) => nodeName(names, id)))],
    [field('months'), t(`strategy.planning.horizon.${months}`)],
  ]
}

/** «1 × Analyse, Stufe 3 – erfahren, 16 Tage je Monat, ab März 2027». */
function extraText({ t, language, skills }: PlanNames, one: ExtraPeople): string {
  const { count, skillId, level, tenths, from, until } = one
  return [
    `${count} × ${textIn(skills.get(skillId) ?? { de: '…' }, language)}`,
    t('strategy.planning.assumed.level', { level }),
    t('strategy.planning.assumed.days', { days: daysText(tenths) }),
    ...(from === undefined ? [] : [t('strategy.planning.assumed.from', { month: monthName(from, language) })]),
    ...(until === undefined ? [] : [t('strategy.planning.assumed.until', { month: monthName(until, language) })]),
  ].join(', ')
}
