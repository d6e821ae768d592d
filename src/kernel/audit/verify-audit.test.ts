import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { asOwner, openTestDatabase } from '#test/support/test-database.ts'
import { publicActor, systemActor } from '../db/actor.ts'
import { slug } from '../ids.ts'
import { type ChainedEntry, firstHash, nextHash } from './chain.ts'
import { type AuditHeads, exportHeads } from './export-heads.ts'
import { linkEntries } from './link-entries.ts'
import { verifyAudit } from './verify-audit.ts'
import { verifyAuditCommand } from './verify-audit-command.ts'

const [kriens, luzern] = [slug<'authority'>('kriens'), slug<'authority'>('luzern')]
const audit = systemActor('audit')

/** A trail of eight entries of Kriens and three of Luzern, linked, with their heads exported. */
async function openTrail() {
  const { database, urls } = await openTestDatabase()
  const dataFolder = await mkdtemp(join(tmpdir(), 'wegweiser-audit-'))
  onTestFinished(() => rm(dataFolder, { recursive: true, force: true }))
  const record = (authorityId: typeof kriens, count: number) =>
    database.write(publicActor, async (scope) => {
      for (let index = 0; index < count; index += 1) scope.record('test.done', { authorityId, detail: { index } })
    })
  const link = async () => {
    while ((await database.write(audit, linkEntries)) > 0);
  }
  const readHeads = async (): Promise<AuditHeads> => {
    const file = await database.read(audit, (scope) => exportHeads(scope, dataFolder))
    return JSON.parse(await readFile(file, 'utf8'))
  }
  const tamper = (statement: string, values: unknown[] = []) => asOwner(urls, statement, values)
  await record(kriens, 8)
  await record(luzern, 3)
  await link()
  const heads = await readHeads()
  const verify = (exported: AuditHeads[] = [heads]) => verifyAudit(database, exported)
  return { database, urls, dataFolder, record, link, readHeads, heads, tamper, verify }
}

/** The id of the entry at a position of the chain of Kriens. */
async function entryAt({ tamper }: Awaited<ReturnType<typeof openTrail>>, position: number): Promise<number> {
  const [row] = await tamper(
    `select entry_id::int as id from kernel.audit_links where authority_id = 'kriens' and position = $1`,
    [position],
  )
  return Number(row?.id)
}

test('an untouched trail holds, and its unlinked tail is shown', async () => {
  const trail = await openTrail()
  expect(trail.heads.heads).toMatchObject({ kriens: { position: 8 }, luzern: { position: 3 } })
  await trail.record(kriens, 2)
  const { chains, faults } = await trail.verify()
  expect(faults).toEqual([])
  expect(chains).toEqual([
    { authorityId: 'kriens', links: 8, provenTo: expect.objectContaining({ position: 8 }), waiting: 2 },
    { authorityId: 'luzern', links: 3, provenTo: expect.objectContaining({ position: 3 }), waiting: 0 },
  ])
})

test('a trail longer than a page holds, and leads to every head exported on the way', async () => {
  const trail = await openTrail()
  await trail.record(kriens, 1_500)
  await trail.link()
  const later = await trail.readHeads()
  await trail.record(kriens, 700)
  await trail.link()
  const { chains, faults } = await trail.verify([later, trail.heads])
  expect(faults).toEqual([])
  expect(chains[0]).toMatchObject({ links: 2_208, provenTo: { position: 1_508 } })
})

test.each([
  ['action', `action = 'test.other'`],
  ['time', `at = at + interval '1 hour'`],
  ['actor', `actor_id = 'somebody'`],
  ['reason', `reason = 'none'`],
  ['detail', `detail = '{"index": 99}'`],
  ['salt', `salt = '\\x00'`],
  ['subjects', `subject_ids = array[uuidv7()]`],
])('a changed %s is found at its link', async (_what, change) => {
  const trail = await openTrail()
  const entryId = await entryAt(trail, 4)
  await trail.tamper(`update kernel.audit_entries set ${change} where id = $1`, [entryId])
  const { faults, chains } = await trail.verify()
  expect(faults).toEqual([{ kind: 'broken_link', authorityId: 'kriens', position: 4, entryId }])
  expect(chains.find((chain) => chain.authorityId === 'luzern')).toMatchObject({ links: 3, provenTo: { position: 3 } })
})

test('a deleted entry is named', async () => {
  const trail = await openTrail()
  const entryId = await entryAt(trail, 5)
  await trail.tamper('delete from kernel.audit_entries where id = $1', [entryId])
  expect((await trail.verify()).faults).toEqual([
    { kind: 'missing_entry', authorityId: 'kriens', position: 5, entryId },
  ])
})

test('an entry deleted together with its link is named', async () => {
  const trail = await openTrail()
  const entryId = await entryAt(trail, 5)
  await trail.tamper('delete from kernel.audit_links where entry_id = $1', [entryId])
  await trail.tamper('delete from kernel.audit_entries where id = $1', [entryId])
  expect((await trail.verify()).faults).toEqual([{ kind: 'missing_link', authorityId: 'kriens', position: 5 }])
})

test('a gap that was closed up is a broken link', async () => {
  const trail = await openTrail()
  const [gone, next] = [await entryAt(trail, 5), await entryAt(trail, 6)]
  await trail.tamper('delete from kernel.audit_links where entry_id = $1', [gone])
  await trail.tamper('delete from kernel.audit_entries where id = $1', [gone])
  for (const position of [6, 7, 8])
    await trail.tamper(
      `update kernel.audit_links set position = position - 1 where authority_id = 'kriens' and position = $1`,
      [position],
    )
  expect((await trail.verify()).faults).toEqual([
    { kind: 'broken_link', authorityId: 'kriens', position: 5, entryId: next },
  ])
})

test('an entry put in past the program is named', async () => {
  const trail = await openTrail()
  const [row] = await trail.tamper(
    `insert into kernel.audit_entries (authority_id, at, action, kind, actor_kind, salt)
      values ('kriens', now(), 'test.false', 'act', 'staff', '\\x00') returning id::int`,
  )
  expect((await trail.verify()).faults).toEqual([
    { kind: 'unchained_entry', authorityId: 'kriens', entryId: Number(row?.id) },
  ])
})

test('an entry put into the middle of the chain is a broken link', async () => {
  const trail = await openTrail()
  const [row] = await trail.tamper(
    `insert into kernel.audit_entries (authority_id, at, action, kind, actor_kind, salt)
      values ('kriens', now(), 'test.false', 'act', 'staff', '\\x00') returning id::int`,
  )
  const entryId = Number(row?.id)
  for (const position of [8, 7, 6])
    await trail.tamper(
      `update kernel.audit_links set position = position + 1 where authority_id = 'kriens' and position = $1`,
      [position],
    )
  await trail.tamper(
    `insert into kernel.audit_links (authority_id, position, entry_id, hash, linked_at)
      values ('kriens', 6, $1, sha256('x'), now())`,
    [entryId],
  )
  expect((await trail.verify()).faults).toEqual([{ kind: 'broken_link', authorityId: 'kriens', position: 6, entryId }])
})

test('two swapped entries are a broken link', async () => {
  const trail = await openTrail()
  const [three, six] = [await entryAt(trail, 3), await entryAt(trail, 6)]
  await trail.tamper(
    `update kernel.audit_links set entry_id = case entry_id when $1 then -1 else -2 end where entry_id in ($1, $2)`,
    [three, six],
  )
  await trail.tamper(
    `update kernel.audit_links set entry_id = case entry_id when -1 then $2::int else $1::int end where entry_id < 0`,
    [three, six],
  )
  expect((await trail.verify()).faults).toEqual([
    { kind: 'broken_link', authorityId: 'kriens', position: 3, entryId: six },
  ])
})

test('a cut tail is found by the exported head only', async () => {
  const trail = await openTrail()
  await trail.tamper(`delete from kernel.audit_entries where id in
    (select entry_id from kernel.audit_links where authority_id = 'kriens' and position > 6)`)
  await trail.tamper(`delete from kernel.audit_links where authority_id = 'kriens' and position > 6`)
  expect((await trail.verify([])).faults).toEqual([])
  expect((await trail.verify()).faults).toEqual([
    { kind: 'cut_tail', authorityId: 'kriens', position: 8, end: 6, exportedAt: trail.heads.at },
  ])
})

test('a chain that vanished whole is a cut tail', async () => {
  const trail = await openTrail()
  await trail.tamper(`delete from kernel.audit_links where authority_id = 'luzern'`)
  await trail.tamper(`delete from kernel.audit_entries where authority_id = 'luzern'`)
  expect((await trail.verify()).faults).toMatchObject([
    { kind: 'cut_tail', authorityId: 'luzern', position: 3, end: 0 },
  ])
})

test('a chain rewritten from a changed entry on, hash by hash, no longer leads to its exported head', async () => {
  const trail = await openTrail()
  await trail.tamper(`update kernel.audit_entries set reason = 'harmless' where id = $1`, [await entryAt(trail, 2)])
  const rows = await trail.database.read(audit, (scope) =>
    scope.db
      .selectFrom('kernel.audit_links as l')
      .innerJoin('kernel.audit_entries as e', 'e.id', 'l.entry_id')
      .selectAll('e')
      .where('l.authority_id', '=', 'kriens')
      .orderBy('l.position')
      .execute(),
  )
  let hash = firstHash('kriens')
  for (const entry of rows satisfies ChainedEntry[]) {
    hash = nextHash(hash, entry)
    await trail.tamper('update kernel.audit_links set hash = $2 where entry_id = $1', [entry.id, hash])
  }
  expect((await trail.verify([])).faults).toEqual([])
  expect((await trail.verify()).faults).toEqual([
    { kind: 'rewritten', authorityId: 'kriens', position: 8, exportedAt: trail.heads.at },
  ])
})

test('an entry that vanished before it was linked, or from the queue, is named', async () => {
  const trail = await openTrail()
  await trail.record(kriens, 2)
  const [one, two] = await trail.tamper('select entry_id::int as id from kernel.audit_queue order by 1')
  await trail.tamper('delete from kernel.audit_entries where id = $1', [one?.id])
  await trail.tamper('delete from kernel.audit_queue where entry_id = $1', [two?.id])
  expect((await trail.verify()).faults).toEqual([
    { kind: 'unchained_entry', authorityId: 'kriens', entryId: two?.id },
    { kind: 'missing_waiting_entry', entryId: one?.id },
  ])
})

test('the command says what holds, exports heads, and names the fault later', async () => {
  const trail = await openTrail()
  const run = async (...args: string[]) => {
    const said: string[] = []
    const { database, dataFolder } = trail
    const code = await verifyAuditCommand({ database, dataFolder, args, say: (line) => said.push(line) })
    return { code, said: said.join('\n') }
  }
  const first = await run('--export')
  expect(first.code).toBe(0)
  expect(first.said).toContain('kriens: 8 links, leads to the head at 8 exported 2026-11-22T13:30:00.000Z')
  expect(first.said).toContain('audit-heads/2026-11-22.json')

  await trail.tamper(`delete from kernel.audit_links where authority_id = 'luzern' and position = 3`)
  const second = await run('--heads', join(trail.dataFolder, 'audit-heads/2026-11-22.json'))
  expect(second.code).toBe(1)
  expect(second.said).toContain('luzern: the chain ends at 2, but its head at 3 was exported')
  expect(second.said).toContain('it was put in or taken out of the chain by hand')

  const wrong = join(trail.dataFolder, 'wrong.json')
  await writeFile(wrong, '{}')
  expect(await run('--heads', wrong)).toMatchObject({
    code: 2,
    said: expect.stringContaining('holds no exported heads'),
  })
  expect((await run('--heads')).code).toBe(2)
  expect((await run('--what')).code).toBe(2)
})
