import { onTestFinished } from 'vitest'
import { openDatabaseLine } from './line-to.ts'
import { openTown, startTown } from './town.ts'

/** A town whose database is elsewhere, over a line that can be cut or hushed. */
export async function openDistantTown() {
  const { urls, folder } = await startTown()
  const line = await openDatabaseLine(urls.appUrl)
  const town = await openTown(undefined, undefined, {}, { urls: { ...urls, appUrl: line.url }, folder })
  onTestFinished(async () => {
    line.speak()
    await town.house.close()
  })
  return { town, line }
}
