import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { type Channel, channels } from '../cases/case.ts'
import { protectCells, type Shown } from './figures.ts'
import { countPending, countReceived, decidedByPeriod, decidedByService, type Wanted } from './queries.ts'

export type PeriodRow = { readonly start: IsoDate; readonly received: number; readonly decided: Shown }

export type ServiceRow = {
  readonly unitId: string | null
  readonly serviceId: string
  readonly received: number
  readonly decided: Shown
  readonly open: number
  readonly overdue: number
}

/** The figures of a team: what came in and was decided by period, by unit and service, and by which way it came. */
export type Report = {
  readonly periods: readonly PeriodRow[]
  readonly services: readonly ServiceRow[]
  readonly ways: readonly { readonly channel: Channel; readonly received: number }[]
  readonly open: number
  readonly overdue: number
}

/** Counts a team's figures in four statements; no case is loaded. */
export async function readReport(scope: Scope, wanted: Wanted, starts: readonly IsoDate[]): Promise<Report> {
  const [received, pending, byPeriod, byService] = await Promise.all([
    countReceived(scope, wanted),
    countPending(scope, wanted),
    decidedByPeriod(scope, wanted),
    decidedByService(scope, wanted),
  ])
  const cells = starts.map((start) => byPeriod.find((one) => one.start === start) ?? nothingDecided)
  const shownPeriods = protectCells(cells)
  const keys = [...new Map([...received, ...pending, ...byService].map((one) => [keyOf(one), one])).entries()]
  const shownServices = protectCells(keys.map(([key]) => byService.find((one) => keyOf(one) === key) ?? nothingDecided))
  return {
    periods: starts.map((start, index) => ({
      start,
      received: sum(received.filter((one) => one.start === start)),
      decided: shownPeriods[index] ?? nothingShown,
    })),
    services: keys
      .map(([key, { unitId, serviceId }], index) => {
        const waiting = pending.find((one) => keyOf(one) === key)
        return {
          ...{ unitId, serviceId },
          received: sum(received.filter((one) => keyOf(one) === key)),
          decided: shownServices[index] ?? nothingShown,
          open: waiting?.open ?? 0,
          overdue: waiting?.overdue ?? 0,
        }
      })
      .sort((a, b) => b.received - a.received || a.serviceId.localeCompare(b.serviceId)),
    ways: channels.map((channel) => ({ channel, received: sum(received.filter((one) => one.channel === channel)) })),
    open: pending.reduce((all, one) => all + one.open, 0),
    overdue: pending.reduce((all, one) => all + one.overdue, 0),
  }
}

const nothingDecided = { decided: 0, deciders: 0, median: null, p90: null }
const nothingShown: Shown = { isHidden: false, decided: 0 }

function keyOf({ unitId, serviceId }: Pick<ServiceRow, 'unitId' | 'serviceId'>): string {
  return `${unitId ?? ''}/${serviceId}`
}

function sum(rows: readonly { readonly received: number }[]): number {
  return rows.reduce((all, { received }) => all + received, 0)
}
