import { Type } from 'typebox'
import { v7 } from 'uuid'
import type { StaffActor, SystemActor } from '#kernel/db/actor.ts'
import { type JsonValue, jsonb } from '#kernel/db/jsonb.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import { StoredDataSetError } from '../catalogue/queries.ts'
import { findingKinds } from './finding.ts'
import {
  type HarvestRun,
  type HarvestSource,
  type HarvestSourceId,
  type LastRun,
  rhythms,
  runFaults,
  sourceKinds,
} from './source.ts'

const sourceColumns = [
  'authority_id',
  'id',
  'kind',
  'title',
  'url',
  'contact_name',
  'contact_email',
  'every_hours',
  'next_run_at',
] as const

type SourceRow = {
  authority_id: string
  id: string
  kind: string
  title: string
  url: string
  contact_name: string
  contact_email: string
  every_hours: number
  next_run_at: Date | null
}

function readSource(row: SourceRow): HarvestSource {
  const kind = sourceKinds.find((one) => one === row.kind)
  const everyHours = rhythms.find((one) => one === row.every_hours)
  if (!kind || !everyHours) throw new StoredDataSetError(`source ${row.id}`)
  return {
    authorityId: slug<'authority'>(row.authority_id),
    id: uuid<'harvest-source'>(row.id),
    kind,
    title: row.title,
    url: row.url,
    contact: { name: row.contact_name, email: row.contact_email },
    everyHours,
    nextRunAt: row.next_run_at,
  }
}

/** The sources of an authority by title, at most a hundred; more are refused when they are added. */
export async function listSources(scope: Scope, authorityId: AuthorityId): Promise<HarvestSource[]> {
  const rows = await scope.db
    .selectFrom('opendata.harvest_sources')
    .select(sourceColumns)
    .where('authority_id', '=', authorityId)
    .orderBy('title')
    .limit(mostSources)
    .execute()
  return rows.map(readSource)
}
export const mostSources = 100

/** How many sources an authority has. */
export async function countSources(scope: Scope, authorityId: AuthorityId): Promise<number> {
  const row = await scope.db
    .selectFrom('opendata.harvest_sources')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('authority_id', '=', authorityId)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export async function findSource(
  scope: Scope,
  authorityId: AuthorityId,
  id: HarvestSourceId,
): Promise<HarvestSource | undefined> {
  const row = await scope.db
    .selectFrom('opendata.harvest_sources')
    .select(sourceColumns)
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && readSource(row)
}

/** Sources whose time has come, those that wait longest first. */
export async function listDue(scope: Scope, limit: number): Promise<HarvestSource[]> {
  const rows = await scope.db
    .selectFrom('opendata.harvest_sources')
    .select(sourceColumns)
    .where('next_run_at', '<=', scope.now())
    .orderBy('next_run_at')
    .limit(limit)
    .execute()
  return rows.map(readSource)
}

/** When it runs next; null lets it rest. */
export function setNextRun(
  scope: WriteScope<StaffActor | SystemActor>,
  { authorityId, id }: Pick<HarvestSource, 'authorityId' | 'id'>,
  at: Date | null,
): void {
  scope.write(
    scope.db
      .updateTable('opendata.harvest_sources')
      .set({ next_run_at: at })
      .where('authority_id', '=', authorityId)
      .where('id', '=', id),
  )
}

export function insertRun(
  scope: WriteScope<SystemActor>,
  source: Pick<HarvestSource, 'authorityId' | 'id'>,
  run: Omit<HarvestRun, 'id'>,
): void {
  scope.write(
    scope.db.insertInto('opendata.harvest_runs').values({
      authority_id: source.authorityId,
      source_id: source.id,
      id: v7(),
      started_at: run.startedAt,
      ended_at: run.endedAt,
      fault: run.fault ?? null,
      fault_detail: run.faultDetail ?? null,
      found: run.found,
      added: run.added,
      changed: run.changed,
      unchanged: run.unchanged,
      refused: run.refused,
      withdrawn: run.withdrawn,
      findings: jsonb(run.findings.slice(0, mostFindings)),
    }),
  )
}
const mostFindings = 1_000

const areFindings = validatorOf(
  Type.Array(
    Type.Object({
      severity: Type.Enum(['error', 'warning', 'note']),
      kind: Type.Enum([...findingKinds]),
      subject: Type.String(),
      property: Type.String(),
      value: Type.String(),
    }),
  ),
)

/** What came of the last run of each source of an authority, by the id of the source. */
export async function listLastRuns(scope: Scope, authorityId: AuthorityId): Promise<ReadonlyMap<string, LastRun>> {
  const rows = await scope.db
    .selectFrom('opendata.harvest_sources as s')
    .innerJoinLateral(
      (query) =>
        query
          .selectFrom('opendata.harvest_runs as r')
          .select(['r.ended_at', 'r.fault', 'r.refused'])
          .whereRef('r.authority_id', '=', 's.authority_id')
          .whereRef('r.source_id', '=', 's.id')
          .orderBy('r.started_at', 'desc')
          .orderBy('r.id', 'desc')
          .limit(1)
          .as('last'),
      (join) => join.onTrue(),
    )
    .select(['s.id', 'last.ended_at', 'last.fault', 'last.refused'])
    .where('s.authority_id', '=', authorityId)
    .execute()
  return new Map(
    rows.map(({ id, ended_at: endedAt, fault, refused }) => [
      id,
      { endedAt, fault: runFaults.find((one) => one === fault), refused },
    ]),
  )
}

/** The latest runs of a source, the newest first. */
export async function listRuns(
  scope: Scope,
  { authorityId, id }: Pick<HarvestSource, 'authorityId' | 'id'>,
  limit: number,
): Promise<HarvestRun[]> {
  const rows = await scope.db
    .selectFrom('opendata.harvest_runs')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('source_id', '=', id)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    fault: runFaults.find((one) => one === row.fault),
    faultDetail: row.fault_detail ?? undefined,
    found: row.found,
    added: row.added,
    changed: row.changed,
    unchanged: row.unchanged,
    refused: row.refused,
    withdrawn: row.withdrawn,
    findings: findingsIn(row.findings, row.id),
  }))
}

function findingsIn(value: JsonValue, id: string): HarvestRun['findings'] {
  if (!areFindings(value)) throw new StoredDataSetError(`findings of run ${id}`)
  return value
}
