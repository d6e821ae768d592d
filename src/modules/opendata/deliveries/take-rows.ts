import { createReadStream } from 'node:fs'
import type { StaffActor, SystemActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { ConflictError } from '#kernel/http/errors.ts'
import type { Language, LocalText } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { DistributionId } from '../catalogue/data-set.ts'
import { publishRows } from '../catalogue/publish-data-set.ts'
import { checkCounts } from '../gate/check-counts.ts'
import { checkRows } from '../gate/check-rows.ts'
import { findingsIn } from '../gate/finding.ts'
import type { IntakeFault, IntakeOptions } from '../intake/inside/order.ts'
import { readIntake } from '../intake/read-intake.ts'
import { withStrangeColumns } from '../intake/strange-columns.ts'
import type { ProtectionReport } from '../protection/inside/order.ts'
import { requireEnough } from '../protection/judge.ts'
import { ProtectionError } from '../protection/run-protect.ts'
import { shownColumns } from '../protection/shown-columns.ts'
import { storeProtected } from '../protection/store-protected.ts'
import { UnreadableRowsError } from '../tables/build-table.ts'
import { findVersionAtBench } from '../tables/queries.ts'
import { type NewVersion, StaleVersionError, storeVersion } from '../tables/store-version.ts'
import type { TableVersion } from '../tables/table-version.ts'
import { tablesOf } from '../tables/tables.ts'
import type { Delivery, DeliveryWay } from './delivery.ts'
import { findTaken, insertDelivery, type Once } from './queries.ts'
import { ClosedTableError, findOwnTable, readTarget, type Target } from './target.ts'

export type Rows = {
  readonly way: DeliveryWay
  readonly authorityId: AuthorityId
  readonly tableId: DistributionId
  /** Where they lie, and what the file is called. */
  readonly path: string
  readonly name: string
  readonly options?: IntakeOptions
  /** Who sends them, so that nobody takes all places. */
  readonly sender: string
  readonly byKey?: string
  /** In which she is told what does not fit; German where nobody reads it at once. */
  readonly language?: Language
  readonly once?: Once
}

export type Taken =
  | { readonly kind: 'kept'; readonly version: TableVersion; readonly isNew: boolean; readonly isPublic: boolean }
  | { readonly kind: 'refused'; readonly faults: readonly IntakeFault[]; readonly faultCount: number }

/** 409: the same Idempotency-Key came with other rows. */
export class UsedKeyError extends ConflictError {
  override name = 'UsedKeyError'
  constructor() {
    super('the key was used for other rows', { userMessage: 'opendata.delivery.key_used' })
  }
}

const mostTries = 3

/**
 * Takes rows of a table that its authority keeps: reads them as an upload is read, against the columns as they are described, and keeps them as the next
 * version. Where the table is public they go to the public at once; else they wait for the gate and two persons. What does not fit changes nothing, and
 * is told by line and column. Each delivery leaves a line for the stewards. Throws 404 for a table that is not hers, `ClosedTableError` and
 * `UsedKeyError` (409), 503 where too many are read just now.
 */
export async function takeRows(kernel: Kernel, actor: StaffActor | SystemActor, rows: Rows): Promise<Taken> {
  const found = await kernel.database.read(actor, (scope) => findOwnTable(scope, rows.authorityId, rows.tableId))
  const before = rows.once && (await findBefore(kernel, actor, found.key, rows.once))
  if (before) return before
  try {
    const target = await kernel.database.read(actor, (scope) => readTarget(scope, found))
    if (rows.way === 'add' && target.isOnPersons) throw new ClosedTableError('persons_add')
    if (rows.way === 'add' && !target.columns.some(({ isKey }) => isKey)) throw new ClosedTableError('no_key')
    return await readAndKeep(kernel, actor, rows, target)
  } catch (error) {
    const reason = reasonOf(error)
    if (reason) await noteRefusal(kernel, actor, rows, found, { reason, said: saidBy(kernel, error) })
    throw error
  }
}

type Found = Pick<Target, 'key' | 'bench' | 'distribution'>

function reasonOf(error: unknown) {
  if (error instanceof ClosedTableError) return error.reason
  if (error instanceof ProtectionError) return 'unprotected'
  return error instanceof UnreadableRowsError ? 'unreadable' : undefined
}

/** What there is to say of it besides, in all languages. */
function saidBy({ translators }: Kernel, error: unknown): LocalText | null {
  if (error instanceof ClosedTableError) return error.said ?? null
  if (!(error instanceof ProtectionError)) return null
  const said = (language: Language) => translators[language](error.userMessage, error.values)
  return { de: said('de'), fr: said('fr'), it: said('it'), en: said('en') }
}

/** What the same request made when it came before. */
async function findBefore(
  kernel: Kernel,
  actor: StaffActor | SystemActor,
  key: Found['key'],
  once: Once,
): Promise<Taken | undefined> {
  return kernel.database.read(actor, async (scope) => {
    const taken = await findTaken(scope, key, once)
    if (!taken) return undefined
    if (!taken.bodyHash.equals(once.bodyHash)) throw new UsedKeyError()
    const version = await findVersionAtBench(scope, key.tableId, taken.number)
    return version && { kind: 'kept', version, isNew: taken.isNew, isPublic: version.publishedAt !== null }
  })
}

async function readAndKeep(
  kernel: Kernel,
  actor: StaffActor | SystemActor,
  rows: Rows,
  target: Target,
): Promise<Taken> {
  const { missingValues: missing, reading, writing } = target.distribution
  const intake = await readIntake(kernel, {
    content: createReadStream(rows.path),
    ...{ name: rows.name, sender: rows.sender, columns: target.columns, isPlain: target.isOnPersons },
    // What is fetched is such a file as was uploaded; a program says itself what it sends.
    options: {
      ...(rows.way === 'fetch' && reading),
      ...rows.options,
      ...(missing && { missing }),
      ...(writing && { writing }),
    },
  })
  try {
    const { faults, faultCount } = withStrangeColumns(intake)
    if (!intake.source || faults.length > 0) {
      await noteRefusal(kernel, actor, rows, target, {
        reason: 'rows',
        faults: faults.slice(0, mostFaults).map((fault) => (target.isOnPersons ? withoutValue(fault) : fault)),
        faultCount,
      })
      return { kind: 'refused', faults: faults.slice(0, mostFaults), faultCount }
    }
    if (rows.way === 'fetch' && intake.rows === 0) throw new ClosedTableError('empty')
    return await keepRows(kernel, actor, rows, { target, source: intake.source })
  } finally {
    await intake.close()
  }
}
const mostFaults = 100

/** What a person has is told to whoever sent it, and not kept. */
function withoutValue(fault: IntakeFault): IntakeFault {
  return fault.kind === 'unknown_column' ? fault : { ...fault, value: null }
}

async function keepRows(
  kernel: Kernel,
  actor: StaffActor | SystemActor,
  rows: Rows,
  { target, source }: { target: Target; source: NewVersion['source'] },
): Promise<Taken> {
  const { key, columns, isPublic } = target
  const hooks: Pick<NewVersion, 'check' | 'alongside'> = {
    ...(isPublic && { check: (version: TableVersion) => refuseUnfit(kernel, target, version, rows.language) }),
    alongside: async (scope, version, before) => {
      await requireSame(scope, target, before)
      if (isPublic) await publishRows(scope, version)
      noteKept(scope, rows, version, true)
    },
  }
  for (let turn = 1; ; turn += 1) {
    try {
      const { version, isNew } = target.isOnPersons
        ? await keepProtected(kernel, actor, target, source, hooks)
        : await storeVersion(kernel, actor, { ...key, columns, source, adds: rows.way === 'add', ...hooks })
      if (!isNew) await write(kernel, actor, (scope) => noteKept(scope, rows, version, false))
      return { kind: 'kept', version, isNew, isPublic }
    } catch (error) {
      if (!(error instanceof StaleVersionError) || turn === mostTries) throw error
    }
  }
}

/** Rows on persons are protected as two persons have agreed to; where too little of them could be shown, the version before stays. */
function keepProtected(
  kernel: Kernel,
  actor: StaffActor | SystemActor,
  { key, distribution, columns, isPublic }: Target,
  source: NewVersion['source'],
  hooks: Pick<NewVersion, 'check' | 'alongside'>,
) {
  if (source.kind !== 'file') throw new Error('rows on persons come as a file')
  return storeProtected(kernel, actor, {
    ...{ table: key, described: distribution, path: source.path, ...hooks },
    ...(isPublic && { judge: (report: ProtectionReport) => requireEnough(report, columns) }),
  })
}

/** Throws where what the rows were read against changed while they were. */
async function requireSame(scope: Scope, target: Target, before: TableVersion | undefined): Promise<void> {
  const found = await findOwnTable(scope, target.key.authorityId, target.key.tableId)
  const { isPublic } = await readTarget(scope, found, before)
  if (isPublic !== target.isPublic) throw new ClosedTableError('structure')
}

/** The gate's look at the rows, which alone have changed: keys once, what is required filled. Throws `ClosedTableError`. */
async function refuseUnfit(
  kernel: Kernel,
  { distribution, columns, isOnPersons }: Target,
  version: TableVersion,
  language?: Language,
): Promise<void> {
  const say = findingsIn(kernel.translators)
  const { reader } = tablesOf(kernel)
  const shown = { ...distribution, columns: [...shownColumns(columns)] }
  const found = [
    ...(await checkRows(reader, shown, version, say)),
    ...(isOnPersons ? [] : await checkCounts(reader, shown, version, say)),
  ]
  const fault = found.find(({ severity }) => severity === 'error')
  if (fault) throw new ClosedTableError('unfit', fault.text, language)
}

type AnyScope = WriteScope<StaffActor> | WriteScope<SystemActor>

function noteKept(scope: AnyScope, { way, byKey, once }: Rows, version: TableVersion, isNew: boolean): void {
  const { authorityId, dataSetId, tableId, number, rows, changes } = version
  insertDelivery(
    scope,
    {
      ...{ authorityId, dataSetId, tableId, way, outcome: isNew ? 'new' : 'same', version: number, rows },
      ...{ changes: isNew ? changes : null, reason: null, detail: null, said: null, faults: [], faultCount: 0 },
    },
    { byKey, once },
  )
  scope.record('opendata.rows.delivered', {
    authorityId,
    subjectId: dataSetId,
    detail: { table: tableId, version: number, way },
  })
}

type Refusal = Pick<Delivery, 'reason'> & Partial<Pick<Delivery, 'said' | 'faults' | 'faultCount'>>

async function noteRefusal(
  kernel: Kernel,
  actor: StaffActor | SystemActor,
  { way, byKey }: Rows,
  { key }: Pick<Target, 'key'>,
  { reason, said = null, faults = [], faultCount = 0 }: Refusal,
): Promise<void> {
  const nothing = { version: null, rows: null, changes: null, detail: null }
  await write(kernel, actor, (scope) =>
    insertDelivery(scope, { ...key, way, outcome: 'refused', ...nothing, reason, said, faults, faultCount }, { byKey }),
  )
}

function write(kernel: Kernel, actor: StaffActor | SystemActor, work: (scope: AnyScope) => void): Promise<void> {
  return actor.kind === 'staff'
    ? kernel.database.write(actor, async (scope) => work(scope))
    : kernel.database.write(actor, async (scope) => work(scope))
}
