import { v7 } from 'uuid'
import { jsonb } from '#kernel/db/jsonb.ts'
import { ConflictError, ForbiddenError, NotFoundError, UnprocessableError } from '#kernel/http/errors.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import { roleAt, type StaffScope } from '../cases/case-side.ts'
import { blockEditors } from '../desk/standing.ts'
import { unknownPlaceholders } from './placeholders.ts'
import { longestBlock, longestTitle, mostBlocks, type TextBlock } from './text-block.ts'

export type BlockInput = Pick<TextBlock, 'authorityId' | 'serviceId' | 'unitId' | 'title' | 'texts'>

/** Adds a block. Throws 403 for who does not edit them there, 409 where there are too many, 422 for a text that is none. Gives its id. */
export async function addTextBlock(scope: StaffScope, input: BlockInput): Promise<string> {
  requireEditor(scope, input.authorityId)
  requireSound(input)
  const { count } = await scope.db
    .selectFrom('egovernment.text_blocks')
    .select((on) => on.fn.countAll<number>().as('count'))
    .where('authority_id', '=', input.authorityId)
    .where('retired_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (count >= mostBlocks)
    throw new ConflictError('too many', {
      userMessage: 'egovernment.text_blocks.error.many',
      values: { most: mostBlocks },
    })
  const id = v7()
  scope.write(
    scope.db
      .insertInto('egovernment.text_blocks')
      .values({ authority_id: input.authorityId, id, ...columns(scope, input) }),
  )
  note(scope, 'added', { authorityId: input.authorityId, id })
  return id
}

/** Changes a block; answers that were written with it stay as they are. */
export async function changeTextBlock(scope: StaffScope, id: string, input: BlockInput): Promise<void> {
  requireEditor(scope, input.authorityId)
  requireSound(input)
  await update(scope, { authorityId: input.authorityId, id }, columns(scope, input))
  note(scope, 'changed', { authorityId: input.authorityId, id })
}

/** Takes a block out of use, or brings it back. */
export async function retireTextBlock(
  scope: StaffScope,
  block: Pick<TextBlock, 'authorityId' | 'id'>,
  isRetired: boolean,
): Promise<void> {
  requireEditor(scope, block.authorityId)
  await update(scope, block, {
    retired_at: isRetired ? scope.now() : null,
    changed_by: scope.actor.staffId,
    changed_at: scope.now(),
  })
  note(scope, isRetired ? 'retired' : 'brought_back', block)
}

export function mayEdit({ actor }: Pick<StaffScope, 'actor'>, authorityId: AuthorityId): boolean {
  return actor.memberships.some(
    (one) => one.authorityId === authorityId && blockEditors.some((role) => role === one.role),
  )
}

function requireEditor(scope: StaffScope, authorityId: AuthorityId): void {
  if (!mayEdit(scope, authorityId)) throw new ForbiddenError('not hers to edit')
}

/** The form has checked all this; whoever comes another way is told that it is none. */
function requireSound({ title, texts }: BlockInput): void {
  const all = Object.values(texts)
  const isSound =
    title.trim() !== '' &&
    title.length <= longestTitle &&
    all.length > 0 &&
    all.every((text) => text !== '' && text.length <= longestBlock && unknownPlaceholders(text).length === 0)
  if (!isSound) throw new UnprocessableError('no text block')
}

function columns(scope: StaffScope, { serviceId, unitId, title, texts }: BlockInput) {
  return {
    service_id: serviceId,
    unit_id: unitId,
    title,
    texts: jsonb(texts),
    changed_by: scope.actor.staffId,
    changed_at: scope.now(),
  }
}

type Changes = Partial<ReturnType<typeof columns>> & { retired_at?: Date | null }

async function update(
  scope: StaffScope,
  { authorityId, id }: Pick<TextBlock, 'authorityId' | 'id'>,
  changes: Changes,
): Promise<void> {
  const changed = await scope.db
    .updateTable('egovernment.text_blocks')
    .set(changes)
    .where('authority_id', '=', authorityId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!changed) throw new NotFoundError('no such text block')
}

function note(scope: StaffScope, what: string, { authorityId, id }: Pick<TextBlock, 'authorityId' | 'id'>): void {
  scope.record(`egovernment.text_block.${what}`, {
    authorityId,
    subjectId: id,
    role: roleAt(scope.actor, authorityId),
  })
}
