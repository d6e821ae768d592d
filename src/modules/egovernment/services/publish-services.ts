import { sql } from 'kysely'
import { v7 } from 'uuid'
import type { WriteScope } from '#kernel/db/scope.ts'
import { putSearchDocuments } from '#kernel/search/search-documents.ts'
import { isServiceDefinition } from './queries.ts'
import { serviceDocuments } from './service-documents.ts'

/**
 * Publishes each draft that differs from the version published last, as a new version; gives the ids. Who offers the service offers the
 * new version from today on, with what is its own; cases and drafts stay with the version they began with.
 * The scope's actor must be the system for `content` or `publishing`.
 */
export async function publishDrafts(scope: WriteScope): Promise<string[]> {
  const drafts = await listChangedDrafts(scope)
  for (const draft of drafts) {
    if (!isServiceDefinition(draft.definition)) throw new TypeError(`the draft of ${draft.service_id} is no service`)
    const versionId = v7()
    insertVersion(scope, draft, versionId)
    await moveOffers(scope, draft.service_id, versionId)
    putSearchDocuments(scope, serviceDocuments(draft.definition))
  }
  return drafts.map((draft) => draft.service_id)
}

type ChangedDraft = Awaited<ReturnType<typeof listChangedDrafts>>[number]

function listChangedDrafts(scope: WriteScope) {
  return scope.db
    .selectFrom('egovernment.service_drafts as d')
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('egovernment.service_versions as v')
          .select(['v.number', 'v.checksum'])
          .whereRef('v.service_id', '=', 'd.service_id')
          .orderBy('v.number', 'desc')
          .limit(1)
          .as('latest'),
      (on) => on.onTrue(),
    )
    .select(['d.service_id', 'd.definition', 'd.checksum', 'latest.number'])
    .where((where) => where('d.checksum', 'is distinct from', where.ref('latest.checksum')))
    .orderBy('d.service_id')
    .execute()
}

function insertVersion(scope: WriteScope, draft: ChangedDraft, versionId: string): void {
  scope.write(
    scope.db.insertInto('egovernment.service_versions').values({
      id: versionId,
      service_id: draft.service_id,
      number: (draft.number ?? 0) + 1,
      definition: JSON.stringify(draft.definition),
      checksum: draft.checksum,
      published_at: scope.now(),
    }),
  )
}

/** An offer that began today or later just moves on; an older one ends yesterday and is followed by one from today. */
async function moveOffers(scope: WriteScope, serviceId: string, versionId: string): Promise<void> {
  const today = scope.today()
  await sql`
    update egovernment.service_offers set version_id = ${versionId}
    where service_id = ${serviceId} and valid_from >= ${today}::date`.execute(scope.db)
  await sql`
    with ended as (
      update egovernment.service_offers set valid_to = ${today}::date - 1
      where service_id = ${serviceId} and valid_from < ${today}::date and (valid_to is null or valid_to >= ${today}::date)
      returning authority_id, old.valid_to as valid_to, overrides
    )
    insert into egovernment.service_offers (authority_id, service_id, valid_from, valid_to, version_id, overrides)
    select authority_id, ${serviceId}, ${today}::date, valid_to, ${versionId}, overrides from ended`.execute(scope.db)
}
