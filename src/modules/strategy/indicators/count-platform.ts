import type { SystemActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import type { Module } from '#kernel/module.ts'
import {
  countFiledByChannel,
  listOfferedServices,
  medianDaysToDecision,
  shareByChannel,
  shareOfDraftsGivenUp,
} from '#modules/egovernment/public.ts'
import { countDataSets } from '#modules/opendata/public.ts'
import type { Node } from '../graph/node.ts'
import { listAllNodes } from '../graph/queries.ts'
import type { Counter } from './indicator.ts'
import { listCurrentDefinitions, listTakes } from './queries.ts'
import { countAgain, type Figure, observe, settleFigures } from './write-indicator.ts'

/** What is there on the day of counting; the others are of the month that is over. */
const stocks: readonly Counter[] = ['services_online', 'drafts_given_up', 'data_sets', 'data_set_quality']

/** What is counted again until its month is over. Drafts are not: from how a share changes one could tell what somebody did. */
const countedAgain: readonly Counter[] = ['services_online', 'data_sets', 'data_set_quality']

type Counted = readonly Pick<Figure, 'series' | 'value'>[]

/** The last month that is over, and the two weeks of drafts that ended a week ago: long enough to come back to one, and none has run out. */
export function stretchesBefore(today: IsoDate): {
  readonly month: string
  readonly whole: { readonly from: IsoDate; readonly until: IsoDate }
  readonly drafts: { readonly from: IsoDate; readonly until: IsoDate }
} {
  const first = `${today.slice(0, 7)}-01`
  const before = shifted(first, -1).slice(0, 7)
  return {
    month: before,
    whole: { from: dayOf(`${before}-01`), until: dayOf(first) },
    drafts: { from: shifted(today, -21), until: shifted(today, -7) },
  }
}

function shifted(day: string, days: number): IsoDate {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10))
}

function dayOf(text: string): IsoDate {
  if (!isIsoDate(text)) throw new TypeError(`${text} is no day`)
  return text
}

/** The day of counting, and what is published by then: looked through once for all that is counted of it. */
type Counting = { readonly today: IsoDate; readonly dataSets: () => ReturnType<typeof countDataSets> }

/** What is counted of the platform itself; nothing where a figure would show somebody. */
async function count(scope: Scope, counter: Counter, { today, dataSets }: Counting): Promise<Counted> {
  const { whole, drafts } = stretchesBefore(today)
  switch (counter) {
    case 'services_online': {
      const { offers } = await listOfferedServices(scope)
      const byAuthority = Map.groupBy(offers, ({ authorityId }): string => authorityId)
      const services = new Set(offers.map(({ service }) => service.serviceId))
      return [
        { series: '', value: services.size },
        ...[...byAuthority].map(([series, own]) => ({ series, value: own.length })),
      ]
    }
    case 'filed_digitally': {
      const shares = shareByChannel(await countFiledByChannel(scope, whole))
      if (shares.size === 0) return []
      const digital = (shares.get('web') ?? 0) + (shares.get('api') ?? 0)
      const channels = [...shares].map(([series, value]) => ({ series, value }))
      return [{ series: '', value: Math.round(digital * 10) / 10 }, ...channels]
    }
    case 'days_to_decision':
      return wholeOf(await medianDaysToDecision(scope, whole))
    case 'drafts_given_up':
      return wholeOf(await shareOfDraftsGivenUp(scope, drafts))
    case 'data_sets': {
      const { byAuthority } = await dataSets()
      const all = [...byAuthority.values()].reduce((sum, one) => sum + one, 0)
      // On a first start nothing is out yet, and a zero would say that nobody publishes.
      if (all === 0) return []
      return [{ series: '', value: all }, ...[...byAuthority].map(([series, value]) => ({ series, value }))]
    }
    case 'data_set_quality': {
      const { quality, qualityByAuthority } = await dataSets()
      return [...wholeOf(quality), ...[...qualityByAuthority].map(([series, value]) => ({ series, value }))]
    }
  }
}

const wholeOf = (value: number | undefined): Counted => (value === undefined ? [] : [{ series: '', value }])

/**
 * Counts what the platform itself knows. What is there now is counted again until the month is over, and provisional until then: a first start
 * publishes its data sets while this counts them. What happened in the month that is over is counted once, and stays; a month in which too little
 * happened has no figure.
 */
async function countPlatform(scope: WriteScope<SystemActor>): Promise<void> {
  const today = scope.today()
  const thisMonth = today.slice(0, 7)
  const { month } = stretchesBefore(today)
  const nodes = await listAllNodes(scope, { kind: 'indicator' })
  const definitions = await listCurrentDefinitions(scope, nodes)
  let published: ReturnType<typeof countDataSets> | undefined
  const dataSets = () => (published ??= countDataSets(scope))
  for (const node of nodes) {
    const definition = definitions.get(node.id)
    if (!definition?.counter || !definition.source) continue
    const isProvisional = countedAgain.some((one) => one === definition.counter)
    const period = stocks.some((one) => one === definition.counter) ? thisMonth : month
    if (isProvisional) await settleFigures(scope, node, thisMonth)
    const known = new Map(
      (await listTakes(scope, node)).filter((one) => one.period === period).map((one) => [one.series, one]),
    )
    if (!isProvisional && known.has('')) continue
    const source = { ...definition.source, date: today }
    const counted = (await count(scope, definition.counter, { today, dataSets })).map((one) => ({
      ...one,
      ...{ period, source, isProvisional, qualifier: undefined, note: undefined },
    }))
    await observe(
      scope,
      owned(node),
      counted.filter(({ series }) => !known.has(series)),
    )
    for (const figure of counted) {
      const before = known.get(figure.series)
      if (before?.isProvisional && before.value !== figure.value) await countAgain(scope, node, figure)
    }
  }
}

const owned = ({ authorityId, id, audience }: Node) => ({ authorityId, id, audience })

export const indicatorJobs: NonNullable<Module['jobs']> = {
  'strategy.count_platform': {
    purpose: 'strategy',
    about:
      'Counts what the platform knows of itself as figures of indicators: services, channels, days to decision, drafts, data sets.',
    handler: countPlatform,
  },
}

/** Every hour: what is published at a first start is counted soon after, and the last count of a month holds. */
export const indicatorSchedules: NonNullable<Module['schedules']> = [
  { job: 'strategy.count_platform', cron: '40 * * * *', atStart: true },
]
