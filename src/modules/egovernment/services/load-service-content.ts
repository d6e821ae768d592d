import { join } from 'node:path'
import { systemActor } from '#kernel/db/actor.ts'
import type { Database } from '#kernel/db/database.ts'
import { noteFact, readFact } from '#kernel/db/facts.ts'
import { fingerprintOf } from '#kernel/fingerprint.ts'
import { importServices } from './import-services.ts'
import { offerEverywhere } from './offer-services.ts'
import { publishDrafts } from './publish-services.ts'
import { readServiceFolder } from './read-service-folder.ts'

export const serviceFolder = join(import.meta.dirname, '../../../../content/services')

const authorityFolder = join(import.meta.dirname, '../../../../content/authorities')
const loadedFact = 'egovernment.loaded_content'

/**
 * Imports the services of the content as drafts. The demo publishes them and has everybody offer them; elsewhere that is done by command.
 * Gives a line that says what was published, if anything.
 */
export async function loadServiceContent(
  database: Database,
  { isDemo }: { isDemo: boolean },
): Promise<string | undefined> {
  if (isDemo) {
    const fingerprint = fingerprintOf([serviceFolder, authorityFolder])
    const known = await database.read(systemActor('content'), (scope) => readFact(scope, loadedFact))
    if (known === fingerprint) return undefined
    const published = await publishServices(database)
    await database.write(systemActor('content'), async (scope) => noteFact(scope, loadedFact, fingerprint))
    return published.length > 0 ? `Content     ${published.length} services published` : undefined
  }
  const content = readServiceFolder(serviceFolder)
  const imported = await database.write(systemActor('content'), (scope) => importServices(scope, content))
  return imported.length > 0 ? `Content     ${imported.length} services to publish: bin/publish` : undefined
}

/** Imports the services of the content and publishes what has changed; gives the ids. All authorities in charge offer what is published. */
export async function publishServices(database: Database): Promise<string[]> {
  const content = readServiceFolder(serviceFolder)
  return database.write(systemActor('content'), async (scope) => {
    await importServices(scope, content)
    const published = await publishDrafts(scope)
    await offerEverywhere(scope)
    return published
  })
}
