import { type Selectable, sql } from 'kysely'
import type { EgovernmentTextBlocks } from '#kernel/db/schema.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, isSlug, slug } from '#kernel/ids.ts'
import type { CaseRecord } from '../cases/case-record.ts'
import { mostBlocks, type TextBlock, textsOf } from './text-block.ts'

const pageSize = 25

export type BlockPage = { readonly blocks: readonly TextBlock[]; readonly next?: string }

/** The blocks of an authority by title, a page at a time, those that are retired too. `words`: found in the title or in a text. */
export async function listBlocks(
  scope: Scope,
  wanted: {
    readonly authorityId: AuthorityId
    readonly words?: string | undefined
    readonly after?: string | undefined
  },
): Promise<BlockPage> {
  let query = scope.db.selectFrom('egovernment.text_blocks').selectAll().where('authority_id', '=', wanted.authorityId)
  const [id, ...title] = (wanted.after ?? '').split('~')
  if (title.length > 0 && isUuidText(id))
    query = query.where(sql<boolean>`(title, id) > (${title.join('~')}, ${id}::uuid)`)
  const words = wanted.words?.trim() ?? ''
  if (words !== '') {
    const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where((on) => on.or([on('title', 'ilike', pattern), on(sql`texts::text`, 'ilike', pattern)]))
  }
  const rows = await query
    .orderBy('title')
    .orderBy('id')
    .limit(pageSize + 1)
    .execute()
  const blocks = rows.slice(0, pageSize).map(textBlock)
  const last = blocks.at(-1)
  return { blocks, ...(rows.length > pageSize && last && { next: `${last.id}~${last.title}` }) }
}

function isUuidText(text: string | undefined): text is string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? '')
}

/** What may be written into a case, by title: blocks of the authority that writes, for its service and unit or for all. */
export async function listBlocksFor(
  scope: Scope,
  authorityId: AuthorityId,
  record: Pick<CaseRecord, 'authorityId' | 'serviceId' | 'unitId'>,
): Promise<readonly TextBlock[]> {
  const rows = await scope.db
    .selectFrom('egovernment.text_blocks')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('retired_at', 'is', null)
    .where((on) => on.or([on('service_id', 'is', null), on('service_id', '=', record.serviceId)]))
    // Units are those of the authority that writes, so where it only takes part its blocks are not kept apart by them.
    .where((on) =>
      on.or([on('unit_id', 'is', null), on('unit_id', '=', record.authorityId === authorityId ? record.unitId : null)]),
    )
    .orderBy('title')
    .orderBy('id')
    .limit(mostBlocks)
    .execute()
  return rows.map(textBlock)
}

/** A block of one of her authorities, if there is one of that id. */
export async function findBlock(
  scope: Scope,
  authorities: readonly AuthorityId[],
  id: string,
): Promise<TextBlock | undefined> {
  if (!isUuidText(id) || authorities.length === 0) return undefined
  const row = await scope.db
    .selectFrom('egovernment.text_blocks')
    .selectAll()
    .where('authority_id', 'in', [...authorities])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && textBlock(row)
}

function textBlock(row: Selectable<EgovernmentTextBlocks>): TextBlock {
  return {
    authorityId: slug(row.authority_id),
    id: row.id,
    serviceId: row.service_id !== null && isSlug<'service'>(row.service_id) ? row.service_id : null,
    unitId: row.unit_id !== null && isSlug<'unit'>(row.unit_id) ? row.unit_id : null,
    title: row.title,
    texts: textsOf(row.texts),
    changedAt: row.changed_at,
    isRetired: row.retired_at !== null,
  }
}
