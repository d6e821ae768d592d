import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { bringSeries } from '#modules/opendata/content/bring-series.ts'
import { readDataSetFolder } from '#modules/opendata/content/read-data-sets.ts'
import { publishExample } from '#test/support/data-sets.ts'
import { openTown, type Town } from '#test/support/town.ts'

const root = join(import.meta.dirname, '../..')

let town: Town
beforeAll(async () => {
  town = await openTown()
  const metadata = readDataSetFolder(join(root, 'content/datasets')).get('gemeinden')
  if (!metadata) throw new Error('the municipalities are not among the content')
  await publishExample(town.house.kernel, {
    authority: 'kanton-luzern',
    slug: 'gemeinden',
    metadata,
    rows: [
      [1023, 'Ballwil', 'Hochdorf', null, null],
      [1024, 'Emmen', 'Hochdorf', null, null],
      [1061, 'Luzern', 'Luzern-Stadt', null, null],
      [1040, 'Schongau', 'Hochdorf', null, null],
    ],
  })
  await town.house.kernel.database.write(systemActor('opendata'), (scope) => bringSeries(scope))
})
afterAll(() => town.close())

test('every address of the guide answers, and with something', async () => {
  const guide = await readFile(join(root, 'docs/guides/open-data-api.md'), 'utf8')
  const addresses = [...guide.matchAll(/```\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'))
  expect(addresses).toHaveLength(29)
  for (const address of addresses) {
    const url = new URL(address, 'http://portal.example')
    const answer = await town.house.app.inject({ url: url.pathname + url.search, headers: { host: town.host } })
    expect(answer.statusCode, `${address}\n${answer.body.slice(0, 300)}`).toBe(200)
    expect(answer.rawPayload.length, address).toBeGreaterThan(30)
  }
})
