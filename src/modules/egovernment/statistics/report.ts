import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { addDays, type Channel, channels } from '../cases/case.ts'
import { cellOf, publishable } from './disclosure.ts'
import { type Decided, notShown, quarterStart, type Shown, shownOf } from './figures.ts'
import { countAtoms, countPending, countReceived, decidedByPeriod, decidedByService, type Wanted } from './queries.ts'

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
  /** The quarter whose decisions stand beside the services: first and last day. */
  readonly quarter: { readonly first: IsoDate; readonly last: IsoDate }
  readonly periods: readonly PeriodRow[]
  readonly services: readonly ServiceRow[]
  readonly ways: readonly { readonly channel: Channel; readonly received: number }[]
  readonly open: number
  readonly overdue: number
}

/**
 * Counts a team's figures; no case is loaded. Decisions are told by month, and by unit and service for the last quarter of the year that is
 * over: what may be told of them is settled for the whole authority at once (`publishable`).
 */
export async function readReport(scope: Scope, wanted: Wanted, starts: readonly IsoDate[]): Promise<Report> {
  const until = quarterStart(scope.today())
  const lastQuarter = quarterStart(addDays(until, -1))
  const since = quarterStart(wanted.since)
  const byMonth = wanted.period === 'month'
  const [received, pending, byPeriod, byService, atoms] = await Promise.all([
    countReceived(scope, wanted),
    countPending(scope, wanted),
    byMonth ? decidedByPeriod(scope, { ...wanted, since, until }) : [],
    decidedByService(scope, { ...wanted, since: lastQuarter, until }),
    countAtoms(scope, { authorityId: wanted.authorityId, since: byMonth ? since : lastQuarter, until }),
  ])
  const told = publishable(atoms)
  const shownAs = (cell: string, found: Decided | undefined): Shown => {
    if (!found) return shownOf(nothingDecided)
    return told.has(cell) ? shownOf(found) : notShown
  }
  const ofMonth = (month: IsoDate) => {
    if (!byMonth || month >= until) return notShown
    const family = wanted.unitId === undefined ? 'month' : 'unit_month'
    return shownAs(
      cellOf(family, { month, unitId: wanted.unitId ?? null, serviceId: '' }),
      byPeriod.find((one) => one.start === month),
    )
  }
  const keys = [...new Map([...received, ...pending, ...byService].map((one) => [keyOf(one), one])).entries()]
  return {
    quarter: { first: lastQuarter, last: addDays(until, -1) },
    periods: starts.map((start) => ({
      start,
      received: sum(received.filter((one) => one.start === start)),
      decided: ofMonth(start),
    })),
    services: keys
      .map(([key, { unitId, serviceId }]) => {
        const waiting = pending.find((one) => keyOf(one) === key)
        return {
          ...{ unitId, serviceId },
          received: sum(received.filter((one) => keyOf(one) === key)),
          decided: shownAs(
            cellOf('service_quarter', { month: lastQuarter, unitId, serviceId }),
            byService.find((one) => keyOf(one) === key),
          ),
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

const nothingDecided = { decided: 0, median: null, p90: null }

function keyOf({ unitId, serviceId }: Pick<ServiceRow, 'unitId' | 'serviceId'>): string {
  return `${unitId ?? ''}/${serviceId}`
}

function sum(rows: readonly { readonly received: number }[]): number {
  return rows.reduce((all, { received }) => all + received, 0)
}
