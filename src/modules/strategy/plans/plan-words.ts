import { formatMoney, formatMonth } from '#kernel/i18n/format.ts'
import { type Language, type LocalText, textIn } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { firstDay } from '../people/months.ts'
import type { PlanRun } from './plan-run.ts'
import type { StoredProposal, StoredReason } from './plan-settings.ts'
import { movedParts } from './take-over.ts'

/** What a plan's ids are called. */
export type PlanNames = {
  readonly t: Translate
  readonly language: Language
  readonly nodes: ReadonlyMap<string, { readonly slug: string; readonly title: LocalText }>
  readonly skills: ReadonlyMap<string, LocalText>
}

/** Every project and credit that these plans speak of, by its id. */
export const nodesOfPlans = (runs: readonly Pick<PlanRun, 'settings' | 'result'>[]): string[] =>
  runs.flatMap(({ settings, result }) => [
    ...settings.mandatory,
    ...(result?.proposals ?? []).flatMap(({ nodeId, reasons }) => [nodeId, ...reasons.flatMap(nodesOfReason)]),
  ])

function nodesOfReason(reason: StoredReason): readonly string[] {
  if (reason.kind === 'after') return [reason.nodeId]
  if (reason.kind === 'money') return [...reason.others, ...(reason.creditId === undefined ? [] : [reason.creditId])]
  return reason.kind === 'people' ? reason.others : []
}

export const monthName = (month: number, language: Language): string => formatMonth(firstDay(month), language, 'long')

export function nodeName({ nodes, language }: PlanNames, id: string): string {
  return textIn(nodes.get(id)?.title ?? { de: '…' }, language)
}

/** From the first month to the last, as a plan has it: the end is the month after. */
export const monthSpan = (from: number | undefined, end: number | undefined, language: Language): string =>
  from === undefined || end === undefined ? '–' : `${monthName(from, language)} – ${monthName(end - 1, language)}`

/** What is proposed for a project, in one word of the list of kinds. */
export function kindOf(proposal: StoredProposal): 'stays' | 'later' | 'earlier' | 'out' | 'part' {
  const { parts } = proposal
  if (parts.every(({ start }) => start === undefined)) return 'out'
  if (parts.some(({ start }) => start === undefined)) return 'part'
  const by = shiftOf(proposal)
  return by === 0 && movedParts(proposal).length === 0 ? 'stays' : by >= 0 ? 'later' : 'earlier'
}

/** By how many months its end moves. */
export function shiftOf({ parts }: StoredProposal): number {
  const end = (pick: (part: (typeof parts)[number]) => number | undefined) =>
    Math.max(...parts.flatMap((part) => (pick(part) === undefined ? [] : [(pick(part) ?? 0) + part.months])))
  return parts.some(({ start }) => start !== undefined) ? end(({ start }) => start) - end(({ from }) => from) : 0
}

/** A reason in a sentence. */
export function reasonText(names: PlanNames, reason: StoredReason): string {
  const { t, language, skills } = names
  const projects = (ids: readonly string[]) => ids.map((id) => `«${nodeName(names, id)}»`).join(', ')
  switch (reason.kind) {
    case 'people':
      return t(`strategy.planning.reason.${reason.others.length > 0 ? 'people' : 'people_alone'}`, {
        skills: [
          ...new Set(reason.skills.map(({ skillId }) => textIn(skills.get(skillId) ?? { de: '…' }, language))),
        ].join(', '),
        month: monthName(reason.month, language),
        load: Math.round(reason.load / 10),
        others: projects(reason.others),
      })
    case 'money':
      return moneyText(names, reason)
    case 'after':
      return t('strategy.planning.reason.after', { project: nodeName(names, reason.nodeId) })
    case 'outside':
      return t('strategy.planning.reason.outside', { project: reason.what })
    case 'horizon':
    case 'benefit':
      return t(`strategy.planning.reason.${reason.kind}`)
  }
}

function moneyText(names: PlanNames, reason: StoredReason & { readonly kind: 'money' }): string {
  const { t } = names
  const { creditId, account, year } = reason
  const over = formatMoney(reason.over)
  const credit = creditId === undefined ? t('strategy.planning.frame_name') : nodeName(names, creditId)
  if (year === undefined) return t('strategy.planning.reason.money_in_all', { credit, over })
  const purse = account === undefined ? credit : `${credit}, ${t(`strategy.money.accounts.${account}`)}`
  return t('strategy.planning.reason.money', { credit: purse, year: String(year), over })
}
