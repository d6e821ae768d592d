import { v7 } from 'uuid'
import type { StaffActor, SystemActor } from '#kernel/db/actor.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { Scope } from '#kernel/db/scope.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { distributionPath } from '../catalogue/addresses.ts'
import type { PublishedDataSet } from '../catalogue/data-set.ts'
import { fingerprintOf, shownMetadata } from '../catalogue/publish-data-set.ts'
import {
  type BenchDataSet,
  type BenchScope,
  type DataSetKey,
  note,
  readBench,
  requireSteward,
} from '../catalogue/workbench.ts'
import type { Gate } from '../content/bring-data-set.ts'
import { dataSetResource, type Surroundings } from '../dcat/data-set-resource.ts'
import { quadsOf } from '../dcat/quads.ts'
import { readSurroundings } from '../dcat/read-catalogue.ts'
import { listProtections, type Protection } from '../protection/queries.ts'
import { listTablesOnPersons, type TableOnPersons } from '../protection/tables-on-persons.ts'
import { findLatestVersions } from '../tables/queries.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { tablesOf } from '../tables/tables.ts'
import { checkBeside } from './check-beside.ts'
import { checkCounts } from './check-counts.ts'
import { checkLinks, linksOf } from './check-links.ts'
import { checkRows } from './check-rows.ts'
import { checkSaid } from './check-said.ts'
import { checkShapes } from './check-shapes.ts'
import { type Finding, findingsIn } from './finding.ts'

/** What is kept of a report at most; whoever has more begins with these. */
const mostFindings = 300

type Ground = {
  readonly bench: BenchDataSet
  readonly fingerprint: string
  readonly versions: ReadonlyMap<string, TableVersion>
  readonly protections: ReadonlyMap<string, Protection>
  /** Of the same authority. */
  readonly tablesOnPersons: readonly TableOnPersons[]
  readonly around: Surroundings
  readonly today: ReturnType<Scope['today']>
}

/**
 * Looks at a data set as it would be published: its linked data by the shapes, its texts, columns and rows, its links; and keeps the report, which
 * `publishDataSet` asks for. No transaction is open while rows are read and others are asked. Gives whether it is fit. Throws 403 and 404.
 *
 *     await checkDataSet(kernel, scope.actor, { authorityId, id })
 */
export async function checkDataSet(
  kernel: Kernel,
  actor: StaffActor | SystemActor,
  key: DataSetKey,
): Promise<{ readonly isFit: boolean }> {
  const ground = await write(kernel, actor, (scope) => readGround(scope, kernel, key))
  const { metadata } = ground.bench
  const [own, links] = await Promise.all([
    findIn(kernel, ground),
    checkLinks(
      linksOf(metadata),
      { ownHosts: kernel.settings.outsideHosts, origin: kernel.settings.origin },
      findingsIn(kernel.translators),
    ),
  ])
  return write(kernel, actor, (scope) => keepReport(scope, ground, [...own, ...links]))
}

/** The same within a transaction and without asking others: for what the platform publishes by itself. */
export function gateOf(kernel: Kernel): Gate {
  return async (scope, key) => {
    const ground = await readGround(scope, kernel, key)
    await keepReport(scope, ground, await findIn(kernel, ground))
  }
}

function write<Result>(
  kernel: Kernel,
  actor: StaffActor | SystemActor,
  work: (scope: BenchScope) => Promise<Result>,
): Promise<Result> {
  return actor.kind === 'staff' ? kernel.database.write(actor, work) : kernel.database.write(actor, work)
}

async function readGround(scope: BenchScope, kernel: Kernel, key: DataSetKey): Promise<Ground> {
  requireSteward(scope, key.authorityId)
  const bench = await readBench(scope, key)
  const versions = await findLatestVersions(scope, key.authorityId, key.id)
  return {
    ...{ bench, versions, fingerprint: await fingerprintOf(scope, bench) },
    protections: await listProtections(scope, versions.values()),
    tablesOnPersons: bench.origin === 'steward' ? await listTablesOnPersons(scope, key.authorityId) : [],
    around: await readSurroundings(scope, kernel, [asPublished(bench, scope.now())]),
    today: scope.today(),
  }
}

/** As everybody would see it. */
function asPublished(bench: BenchDataSet, now: Date): PublishedDataSet {
  const { authorityId, id, slug, origin } = bench
  const metadata = shownMetadata(bench)
  return { authorityId, id, slug, origin, metadata, publishedAt: now, changedAt: now, withdrawnAt: null }
}

async function findIn(
  kernel: Kernel,
  { bench, versions, protections, tablesOnPersons, around, today }: Ground,
): Promise<readonly Finding[]> {
  const say = findingsIn(kernel.translators)
  const { origin, metadata } = bench
  const found: Finding[] = [
    // First what cannot be undone.
    ...(origin === 'steward' ? checkBeside({ dataSetId: bench.id, metadata }, tablesOnPersons, say) : []),
    ...(await findByShapes(bench, around)),
    ...checkSaid({ origin, metadata, versions, protections, today }, say),
  ]
  const { reader } = tablesOf(kernel)
  for (const one of shownMetadata(bench).distributions) {
    const version = versions.get(one.id)
    if (one.kind !== 'table' || !version) continue
    found.push(...(await checkRows(reader, one, version, say)))
    // What the platform counts itself was protected when it was counted.
    if (origin === 'steward') found.push(...(await checkCounts(reader, one, version, say)))
  }
  return found
}

/** A table is there in many formats: what is said of each of them is said once. */
async function findByShapes(bench: BenchDataSet, around: Surroundings): Promise<readonly Finding[]> {
  const dataSet = asPublished(bench, bench.changedAt)
  const found = await checkShapes(quadsOf([dataSetResource(dataSet, around)]))
  const places = bench.metadata.distributions.map(({ slug }) => ({
    slug,
    iri: around.origin + distributionPath(dataSet, slug),
  }))
  const findings = found.map(({ focus, field, ...rest }): Finding => {
    const distribution = places.find(({ iri }) => focus === iri || focus.startsWith(`${iri}#`))?.slug
    return { ...rest, place: { ...(field && { field }), ...(distribution && { distribution }) } }
  })
  return [...new Map(findings.map((one) => [JSON.stringify([one.code, one.place]), one])).values()]
}

async function keepReport(
  scope: BenchScope,
  { bench, fingerprint }: Ground,
  found: readonly Finding[],
): Promise<{ isFit: boolean }> {
  const findings = found.toSorted((one, other) => one.severity.localeCompare(other.severity)).slice(0, mostFindings)
  const isFit = !findings.some(({ severity }) => severity === 'error')
  await scope.db
    .insertInto('opendata.gate_reports')
    .values({
      authority_id: bench.authorityId,
      data_set_id: bench.id,
      id: v7(),
      made_at: scope.now(),
      is_fit: isFit,
      findings: jsonb(findings),
      fingerprint,
    })
    .execute()
  note(scope, 'checked', bench)
  return { isFit }
}
