import { systemActor } from '#kernel/db/actor.ts'
import { swissDate } from '#kernel/i18n/format.ts'
import { slug, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { JobHandler, LongWork, Module } from '#kernel/module.ts'
import { endSourceWork } from './end-source.ts'
import { fetchSource, HarvestError } from './fetch-source.ts'
import type { HarvestFinding } from './finding.ts'
import { findSource, insertRun, listDue, listRuns, setNextRun } from './queries.ts'
import type { HarvestDefaults } from './read-data-set.ts'
import { seriesOfAll } from './read-series.ts'
import type { HarvestRun, HarvestSource } from './source.ts'
import { storable } from './storable.ts'
import { takeOver, withdrawMissing } from './take-over.ts'
import { takeOverSeries } from './take-over-series.ts'

const platform = systemActor('opendata')

/**
 * Takes over a whole source: reads all of it first, then one data set after the other, then withdraws what is not named any more. Where it cannot be
 * read to its end nothing is changed. Leaves a report in any case, and gives it; when it begins to go wrong the stewards are told once. Throws what
 * nobody expects, after its report.
 */
export async function harvest(kernel: Kernel, source: HarvestSource): Promise<Omit<HarvestRun, 'id'>> {
  const startedAt = kernel.clock.now()
  try {
    return await keepRun(kernel, source, startedAt, await readAndTakeOver(kernel, source, startedAt))
  } catch (error) {
    await keepRun(kernel, source, startedAt, { ...nothing, fault: 'unexpected' })
    throw error
  }
}

async function keepRun(
  kernel: Kernel,
  source: HarvestSource,
  startedAt: Date,
  result: Result,
): Promise<Omit<HarvestRun, 'id'>> {
  const run = { startedAt, endedAt: kernel.clock.now(), ...result }
  await kernel.database.write(platform, async (scope) => {
    const [before] = run.fault ? await listRuns(scope, source, 1) : []
    insertRun(scope, source, run)
    if (run.fault && !before?.fault)
      scope.announce('opendata.harvest_failing', {
        authorityId: source.authorityId,
        payload: { sourceId: source.id, fault: run.fault, since: startedAt.toISOString() },
      })
  })
  return run
}

type Result = Omit<HarvestRun, 'id' | 'startedAt' | 'endedAt'>
const nothing = {
  found: 0,
  added: 0,
  changed: 0,
  unchanged: 0,
  refused: 0,
  withdrawn: 0,
  fault: undefined,
  faultDetail: undefined,
  findings: [],
}

async function readAndTakeOver(kernel: Kernel, source: HarvestSource, startedAt: Date): Promise<Result> {
  try {
    const defaults = defaultsOf(kernel, source, startedAt)
    return await takeOverAll(
      kernel,
      source,
      await fetchSource(source, { defaults, ownHosts: kernel.settings.outsideHosts }),
    )
  } catch (error) {
    if (error instanceof HarvestError)
      return { ...nothing, fault: error.fault, faultDetail: storable(error.detail, 500) }
    throw error
  }
}

function defaultsOf(kernel: Kernel, { contact }: HarvestSource, startedAt: Date): HarvestDefaults {
  const byNumber = new Map(kernel.authorities.entries().map(({ bfsNumber, slug: id }) => [bfsNumber, id]))
  return {
    contact: { name: { de: contact.name }, email: contact.email },
    issued: swissDate(startedAt),
    authorityOf: (bfsNumber) => byNumber.get(bfsNumber),
  }
}

async function takeOverAll(
  kernel: Kernel,
  source: HarvestSource,
  { dataSets, series, findings: beside }: Awaited<ReturnType<typeof fetchSource>>,
): Promise<Result> {
  const counts = { added: 0, changed: 0, unchanged: 0, unfit: 0, not_stored: 0 }
  const findings: HarvestFinding[] = [...beside]
  let refused = 0
  for (const one of dataSets) {
    findings.push(...one.findings)
    const { metadata } = one
    const outcome = metadata ? await takeOver(kernel, source, { ...one, metadata }) : undefined
    if (outcome) counts[outcome] += 1
    else refused += 1
    if (outcome === 'unfit' || outcome === 'not_stored')
      findings.push({ severity: 'error', kind: outcome, subject: one.identifier, property: '', value: '' })
  }
  const { unfit, not_stored, ...rest } = counts
  const withdrawn = await withdrawMissing(kernel, source, new Set(dataSets.map(({ identifier }) => identifier)))
  const together = seriesOfAll(series, dataSets)
  findings.push(...series.flatMap((one) => one.findings), ...together.findings)
  findings.push(...(await takeOverSeries(kernel, source, together.series)))
  return {
    ...nothing,
    ...rest,
    found: dataSets.length,
    refused: refused + unfit + not_stored,
    withdrawn,
    findings: bySeverity(findings),
  }
}

const order = { error: 0, warning: 1, note: 2 } as const
const bySeverity = (findings: readonly HarvestFinding[]) =>
  findings.toSorted((one, other) => order[one.severity] - order[other.severity])

const perRound = 20

/** Asks for each source whose time has come, and says when it comes again. */
const askDue: JobHandler = async (scope) => {
  for (const source of await listDue(scope, perRound)) {
    setNextRun(scope, source, new Date(scope.now().getTime() + source.everyHours * 3_600_000))
    scope.enqueue('opendata.harvest_source', {
      authorityId: source.authorityId,
      payload: { source: source.id, authority: source.authorityId },
    })
  }
}

const harvestOne: LongWork = async ({ kernel, payload }) => {
  const [authorityId, id] = [
    slug<'authority'>(String(payload.authority)),
    uuid<'harvest-source'>(String(payload.source)),
  ]
  const source = await kernel.database.read(platform, (scope) => findSource(scope, authorityId, id))
  if (source) await harvest(kernel, source)
}

export const harvestJobs: NonNullable<Module['jobs']> = {
  'opendata.ask_sources': {
    purpose: 'opendata',
    about: 'Asks for each catalogue of others whose time has come.',
    handler: askDue,
  },
  'opendata.harvest_source': {
    purpose: 'opendata',
    about: 'Takes over one catalogue of others, and leaves a report.',
    longWork: harvestOne,
  },
  'opendata.end_source': {
    purpose: 'opendata',
    about: 'Withdraws or keeps the data sets of a catalogue of others that is ended, then removes it.',
    longWork: endSourceWork,
  },
}

export const harvestSchedules: NonNullable<Module['schedules']> = [
  { job: 'opendata.ask_sources', cron: '*/10 * * * *' },
]
