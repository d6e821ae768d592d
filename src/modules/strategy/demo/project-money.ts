import type { Insertable } from 'kysely'
import type { DB } from '#kernel/db/schema.ts'
import type { DemoProject } from './project-file.ts'
import { addMonths, storyDay } from './story-days.ts'

type Row<Table extends keyof DB> = Insertable<DB[Table]>

/** The budget in Rappen, spread evenly over the months in whole francs; the last one takes the rest. */
export function plannedMonths({ phases: plan, budget = 0 }: DemoProject): number[] {
  const count = Object.values(plan ?? {}).reduce((sum, one) => sum + (one ?? 0), 0)
  const share = Math.floor(budget / count) * 100
  return Array.from({ length: count }, (_, at) => (at === count - 1 ? budget * 100 - share * (count - 1) : share))
}

/** Planned money spread evenly from the first to the last month; up to the story's month it was spent at the project's pace, later it is expected. */
export function moneyOf(project: DemoProject, nodeId: string, creditId: string) {
  const { credit, begins, budget, authority } = project
  const months = Object.values(project.phases ?? {}).reduce((sum, one) => sum + (one ?? 0), 0)
  if (!credit || !begins || budget === undefined || months === 0)
    return { credits: [], tranches: [], money: [], funds: undefined }
  const account = project.account ?? 'investment'
  const own = { authority_id: authority, audience: 'public' }
  const planned = plannedMonths(project)
  const share = planned[0] ?? 0
  const spentShare = Math.round((share * (project.pace ?? 100)) / 100 / 100) * 100
  const thisMonth = `${storyDay.slice(0, 7)}-01`
  const isOver = project.phase === 'closed' || project.phase === 'stopped'
  const money = Array.from(
    { length: months },
    (_, index): Row<'strategy.money_months'> & { month: string; planned: number } => {
      const month = addMonths(begins, index)
      const isPast = month < thisMonth
      return {
        ...own,
        project_id: nodeId,
        credit_id: creditId,
        account,
        month,
        planned: planned[index] ?? 0,
        committed: isPast ? spentShare : 0,
        spent: isPast ? spentShare : 0,
        expected: isPast || isOver ? 0 : spentShare,
      }
    },
  )
  const years = Map.groupBy(money, ({ month }) => Number(month.slice(0, 4)))
  return {
    credits: [
      {
        ...own,
        node_id: creditId,
        kind: credit.kind,
        requested: credit.requested * 100,
        approved: credit.approved * 100,
        decided_on: credit.on,
        decided_by: authority === 'kanton-luzern' ? 'Kantonsrat' : 'Parlament oder Gemeindeversammlung',
        expires_on: credit.expires,
      } satisfies Row<'strategy.credits'>,
    ],
    tranches: [...years].map(
      ([year, list]): Row<'strategy.tranches'> => ({
        ...own,
        credit_id: creditId,
        account,
        year,
        amount: list.reduce((sum, { planned }) => sum + planned, 0),
      }),
    ),
    money,
    funds: creditId,
  }
}
