import { join } from 'node:path'
import { importAuthorities } from '../kernel/authorities/import-authorities.ts'
import { loadAuthorities } from '../kernel/authorities/load-authorities.ts'
import { publishServices } from '../modules/egovernment/public.ts'
import { withDatabase } from './with-database.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

await withDatabase(async ({ database, ownerUrl }) => {
  if (ownerUrl === undefined) {
    say('Authorities are imported by the owner of the tables: set WEGWEISER_OWNER_DATABASE_URL.')
    return 1
  }
  const changed = await importAuthorities(
    ownerUrl,
    loadAuthorities(join(import.meta.dirname, '../../content/authorities')),
  )
  say(changed.length === 0 ? 'Authorities: nothing has changed.' : `Authorities: ${changed.length} changed.`)
  const published = await publishServices(database)
  say(published.length === 0 ? 'Services: nothing has changed.' : `Services: published ${published.join(', ')}.`)
  return 0
})
