import { Readable } from 'node:stream'
import { v7 } from 'uuid'
import { type SystemActor, systemActor } from '../../db/actor.ts'
import type { WriteScope } from '../../db/scope.ts'
import { ConflictError, HttpError, NotFoundError, UnavailableError } from '../../http/errors.ts'
import { loosen } from '../delete-files.ts'
import { openStream } from '../sealed-stream.ts'
import { storeUpload } from '../store-upload.ts'
import type { Refusal } from '../upload.ts'
import { partField, type ResumableUpload, type UploadParts } from './uploads.ts'

// Longer than a file is read, sealed and looked into; whoever takes longer has ended.
const finishMinutes = 5
const program = systemActor('files')

/** 423: somebody is making a file of the upload just now. */
export class FinishingError extends HttpError {
  override name = 'FinishingError'
  constructor() {
    super(423, 'the upload is being finished', { userMessage: 'kernel.files.finishing' })
  }
}

/**
 * Makes a file of an upload that is all there, as if it had come in one go; once, however often and by however many it is asked for. Throws
 * `FinishingError` while another does it, and 503 when too many files are looked at just now.
 */
export async function finishUpload(kernel: UploadParts, upload: ResumableUpload): Promise<void> {
  if (upload.received < upload.length || upload.fileId !== null || upload.refused !== null) return
  const claim = v7()
  const partIds = await claimFinish(kernel, upload, claim)
  if (!partIds) return
  try {
    const stream = Readable.from(whole(kernel, upload, partIds), { objectMode: false })
    const settle = (scope: WriteScope<SystemActor>, id: string) => settleAs(scope, { upload, claim, file_id: id })
    const stored = await storeUpload(kernel, { ...upload.about, stream, inParts: { sender: upload.sender, settle } })
    if (stored.ok) return
    if (stored.reason === 'busy')
      throw new UnavailableError('too many files are looked at', { userMessage: 'kernel.files.busy' })
    await kernel.database.write(program, (scope) => settleAs(scope, { upload, claim, refused: stored.reason }))
  } catch (error) {
    await letGo(kernel, upload, claim)
    throw error
  }
}

/** Gives the parts to whoever may finish; undefined when it is done. */
async function claimFinish(
  kernel: UploadParts,
  { id }: ResumableUpload,
  claim: string,
): Promise<readonly string[] | undefined> {
  return kernel.database.write(program, async (scope) => {
    const overdue = new Date(scope.now().getTime() - finishMinutes * 60_000)
    const claimed = await scope.db
      .updateTable('kernel.uploads')
      .set({ claim, claimed_at: scope.now() })
      .where('id', '=', id)
      .where('file_id', 'is', null)
      .where('refused', 'is', null)
      .where((where) => where.or([where('claimed_at', 'is', null), where('claimed_at', '<', overdue)]))
      .returning('part_ids')
      .executeTakeFirst()
    if (claimed) return claimed.part_ids
    const now = await scope.db
      .selectFrom('kernel.uploads')
      .select(['file_id', 'refused'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (!now) throw new NotFoundError('no such upload', { userMessage: 'kernel.files.upload_gone' })
    if (now.file_id === null && now.refused === null) throw new FinishingError()
    return undefined
  })
}

/** Writes what became of an upload, if it is still whose it was; its parts go. */
async function settleAs(
  scope: WriteScope<SystemActor>,
  { upload, claim, ...outcome }: { upload: ResumableUpload; claim: string; file_id?: string; refused?: Refusal },
): Promise<void> {
  const settled = await scope.db
    .updateTable('kernel.uploads as u')
    .set({ ...outcome, part_ids: [], claim: null, claimed_at: null })
    .from(scope.db.selectFrom('kernel.uploads').select(['id', 'part_ids']).where('id', '=', upload.id).as('before'))
    .whereRef('before.id', '=', 'u.id')
    .where('u.claim', '=', claim)
    .returning('before.part_ids')
    .executeTakeFirst()
  if (!settled) throw new ConflictError('the upload was finished or thrown away by somebody else')
  loosen(scope, settled.part_ids)
}

/** Whoever tries again need not wait until the claim is overdue. */
async function letGo(kernel: UploadParts, { id }: ResumableUpload, claim: string): Promise<void> {
  try {
    await kernel.database.write(program, async (scope) =>
      scope.write(
        scope.db
          .updateTable('kernel.uploads')
          .set({ claim: null, claimed_at: null })
          .where('id', '=', id)
          .where('claim', '=', claim),
      ),
    )
  } catch {
    // It becomes overdue; the person is told of the first fault.
  }
}

async function* whole(
  kernel: UploadParts,
  { key }: ResumableUpload,
  partIds: readonly string[],
): AsyncGenerator<Buffer> {
  for (const [index, id] of partIds.entries()) yield* openStream(key, await kernel.files.get(id), partField(index))
}
