import { jsonb } from '#kernel/db/jsonb.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { checksumOf, type ServiceContent } from './read-service-folder.ts'

/**
 * Puts services and life situations of a folder into the database as drafts; gives the ids of the services that differ from their draft
 * so far. Nobody sees a draft before it is published. The scope's actor must be the system for `content`.
 */
export async function importServices(scope: WriteScope, content: ServiceContent): Promise<string[]> {
  const known = new Map((await listDrafts(scope)).map((draft) => [draft.service_id, draft.checksum]))
  const changed = content.services.filter(({ definition, checksum }) => known.get(definition.id) !== checksum)
  if (changed.length > 0) writeDrafts(scope, changed)
  await importLifeSituations(scope, content)
  return changed.map(({ definition }) => definition.id)
}

function listDrafts(scope: WriteScope) {
  return scope.db.selectFrom('egovernment.service_drafts').select(['service_id', 'checksum']).execute()
}

function writeDrafts(scope: WriteScope, services: ServiceContent['services']): void {
  scope.write(
    scope.db
      .insertInto('egovernment.services')
      .values(services.map(({ definition }) => ({ id: definition.id })))
      .onConflict((conflict) => conflict.doNothing()),
  )
  scope.write(
    scope.db
      .insertInto('egovernment.service_drafts')
      .values(
        services.map(({ definition, checksum }) => ({
          service_id: definition.id,
          definition: jsonb(definition),
          checksum,
          imported_at: scope.now(),
        })),
      )
      .onConflict((conflict) =>
        conflict.column('service_id').doUpdateSet((row) => ({
          definition: row.ref('excluded.definition'),
          checksum: row.ref('excluded.checksum'),
          imported_at: row.ref('excluded.imported_at'),
        })),
      ),
  )
}

async function importLifeSituations(scope: WriteScope, { lifeSituations }: ServiceContent): Promise<void> {
  const rows = lifeSituations.map(({ id, title, icon }, position) => ({ id, position, title, icon }))
  const known = await scope.db
    .selectFrom('egovernment.life_situations')
    .select(['id', 'position', 'title', 'icon'])
    .orderBy('position')
    .execute()
  if (checksumOf(known) === checksumOf(rows)) return
  scope.write(scope.db.deleteFrom('egovernment.life_situations'))
  scope.write(
    scope.db.insertInto('egovernment.life_situations').values(rows.map((row) => ({ ...row, title: jsonb(row.title) }))),
  )
}
