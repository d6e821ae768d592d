import type { StaffActor, SystemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { listFiles } from '#kernel/files/stored-file.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import type { Request } from '#kernel/http/route.ts'
import { isUuid, type ServiceId, type StaffId, slug, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { findSubjectKey } from '#kernel/sealing/sealing-keys.ts'
import { type Draft, draftOf } from '../apply/draft.ts'
import { draftActor, type OpenDraft } from '../apply/find-draft.ts'
import { contextOf } from '../apply/read-apply.ts'
import { type DeskChannel, isDeskChannel } from '../cases/case.ts'
import type { Sealer } from '../cases/case-key.ts'
import { workplacesOf } from '../desk/standing.ts'
import type { Form } from '../forms/form.ts'
import type { FormContext } from '../forms/form-context.ts'
import { findOffer } from '../services/queries.ts'
import type { ServiceOffer } from '../services/service-offer.ts'

/** What a clerk is entering for somebody: her draft, and the service as her authority offers it today. */
export type Entry = {
  readonly open: OpenDraft
  readonly draft: Draft
  readonly channel: DeskChannel
  readonly offer: ServiceOffer
  readonly form: Form
  readonly context: FormContext
}

/** Reads the entry of the address. Throws 404 for one that is not hers, of an authority she no longer works for, or of a service it stopped offering. */
export async function readEntry(kernel: Kernel, scope: Scope<StaffActor>, request: Request): Promise<Entry> {
  const draftId = request.params.draft ?? ''
  if (!isUuid<'draft'>(draftId)) throw new NotFoundError()
  const open = await request.readAs(draftActor, (program) =>
    findEntry(program, kernel, { draftId, staffId: scope.actor.staffId }),
  )
  if (!open) throw new NotFoundError()
  const { draft } = open
  if (!draft.entry || !worksAt(scope.actor, draft.authorityId)) throw new NotFoundError()
  const offer = await findOffer(scope, draft.serviceId, draft.authorityId, scope.today())
  if (!offer) throw new NotFoundError('no longer offered')
  const { form } = offer.definition
  return { open, draft, channel: draft.entry.channel, offer, form, context: contextOf(kernel, request, open.files) }
}

export function worksAt(actor: StaffActor, authorityId: string): boolean {
  return workplacesOf(actor).some((place) => place.authorityId === authorityId)
}

/** The draft with its answers and files, if this clerk began it. */
async function findEntry(
  scope: Scope<SystemActor>,
  { sealing }: Sealer,
  { draftId, staffId }: { readonly draftId: Draft['draftId']; readonly staffId: StaffId },
): Promise<OpenDraft | undefined> {
  const row = await scope.db
    .selectFrom('egovernment.drafts')
    .selectAll()
    .where('id', '=', draftId)
    .where('staff_id', '=', staffId)
    .where('expires_at', '>', scope.now())
    .executeTakeFirst()
  if (!row) return undefined
  const place = { authorityId: slug<'authority'>(row.authority_id), subjectId: draftId }
  const key = await findSubjectKey(scope, sealing, place)
  const owner = { kind: 'draft', authorityId: place.authorityId, id: draftId } as const
  return { draft: draftOf(row, key), key, files: key ? await listFiles(scope, sealing, { owner, key }) : [] }
}

/** An entry that was begun and not finished. */
export type BegunEntry = {
  readonly draftId: Draft['draftId']
  readonly serviceId: ServiceId
  readonly channel: DeskChannel
  readonly savedAt: Date
}

const mostListed = 50

/** What a clerk began and has not handed in, the latest first. */
export async function listEntries(scope: Scope<SystemActor>, staffId: StaffId): Promise<readonly BegunEntry[]> {
  const rows = await scope.db
    .selectFrom('egovernment.drafts')
    .select(['id', 'service_id', 'channel', 'updated_at'])
    .where('staff_id', '=', staffId)
    .where('submitted_at', 'is', null)
    .where('expires_at', '>', scope.now())
    .orderBy('updated_at', 'desc')
    .limit(mostListed)
    .execute()
  return rows.flatMap(({ id, service_id, channel, updated_at }) =>
    isDeskChannel(channel)
      ? [{ draftId: uuid<'draft'>(id), serviceId: slug<'service'>(service_id), channel, savedAt: updated_at }]
      : [],
  )
}
