import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import {
  type About,
  ArchiveError,
  ArchiveWriter,
  checkArchive,
  readAbout,
  readArchive,
} from '#kernel/backup/archive.ts'
import { backUp, storedFilesOf } from '#kernel/backup/back-up.ts'
import { erasureFolder, readErasures } from '#kernel/backup/erasure-ledger.ts'
import { restoreCommand } from '#kernel/backup/restore-command.ts'
import { fixedClock } from '#kernel/clock.ts'
import { systemActor } from '#kernel/db/actor.ts'
import { Database } from '#kernel/db/database.ts'
import { readMigrations } from '#kernel/db/migrate.ts'
import { createFolderStore } from '#kernel/files/folder-store.ts'
import { createKey, endKey } from '#kernel/identity/manage-keys.ts'
import { removePasskey } from '#kernel/identity/passkeys/remove-passkey.ts'
import { signInActor } from '#kernel/identity/sessions.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { eraseCase } from '#modules/egovernment/cases/erase-case.ts'
import { proveAccess } from '#modules/egovernment/cases/prove-access.ts'
import { caseAccess, renewAccessCode } from '#modules/egovernment/cases/renew-access-code.ts'
import { migrationFolders, modules } from '../../src/app.ts'
import { ask, makeCase, proveCase, tinyPng, upload } from '../security/attack.ts'
import { makeTownFolder, testHost } from '../support/furnished.ts'
import { openDatabaseLine } from '../support/line-to.ts'
import { asOwner, emptyDatabase, testNow } from '../support/test-database.ts'
import { type Ground, openTown, type Town } from '../support/town.ts'

const masterKey = Buffer.alloc(32, 7)
const migrations = readMigrations(migrationFolders())
let town: Town
let spare: string

beforeAll(async () => {
  town = await openTown()
  spare = await makeTownFolder()
})
afterAll(async () => {
  await town.close()
  await rm(spare, { recursive: true, force: true })
})

async function archiveOf(name: string, ownerUrl = town.urls.ownerUrl): Promise<string> {
  const file = join(spare, name)
  const parts = { ownerUrl, files: town.house.kernel.files, clock: town.clock }
  await backUp({ ...parts, storedFiles: storedFilesOf(modules) }, file)
  return file
}

/** Restores into a database and a folder of their own. */
async function bringBack(
  file: string,
  erased = join(spare, 'no ledger'),
): Promise<{ ground: Ground; code: number; said: string[] }> {
  const ground = { urls: await emptyDatabase(), folder: await makeTownFolder() }
  const database = new Database({ connectionString: ground.urls.appUrl, poolSize: 2, clock: fixedClock(testNow) })
  onTestFinished(async () => {
    await ground.urls.drop()
    await rm(ground.folder, { recursive: true, force: true })
  })
  const said: string[] = []
  try {
    const code = await restoreCommand({
      settings: { masterKey: masterKey.toString('base64url'), dataFolder: ground.folder },
      database,
      ownerUrl: ground.urls.ownerUrl,
      files: createFolderStore(join(ground.folder, 'files')),
      migrations,
      modules,
      file,
      erased,
      say: (line) => said.push(line),
    })
    return { ground, code, said }
  } finally {
    await database.close()
  }
}

const openOn = (ground: Ground) => openTown(fixedClock('2026-11-26T09:00:00Z'), testHost, {}, ground)

test('while people go on handing in, an archive holds whole cases only, and all of it comes back', async () => {
  const photo = await upload(town, 'lampe.png', tinyPng(), 'image/png')
  const first = await makeCase(town, { answers: { photos: [{ id: photo }] } })
  await town.jobs.drain()
  let isOver = false
  const others: Promise<unknown>[] = []
  const handIn = async () => {
    while (!isOver) await makeCase(town)
  }
  others.push(handIn(), handIn())
  const file = await archiveOf('busy.tar.gz')
  isOver = true
  await Promise.all(others)

  const { ground, code, said } = await bringBack(file)
  expect(code, said.join('\n')).toBe(0)
  const restored = await openOn(ground)
  try {
    const [row] = await restored.query<{ cases: number; torn: number }>(
      `select count(*)::int as cases, count(*) filter (where not exists (select from egovernment.case_answers a where a.case_id = c.id)
         or not exists (select from kernel.sealing_keys k where k.subject_id = c.id)
         or not exists (select from kernel.audit_entries e where e.subject_id = c.id)
         or not exists (select from egovernment.case_events e where e.case_id = c.id))::int as torn from egovernment.cases c`,
    )
    expect(row?.torn).toBe(0)
    expect(row?.cases).toBeGreaterThan(0)
    const holder = await proveCase(restored, first)
    const page = await ask(restored, { path: `/de/cases/${first.number}`, cookie: holder })
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Beispielplatz, beim Brunnen')
    expect(page.body).toContain('lampe.png')
    // What is handed in afterwards meets no number of before.
    expect((await makeCase(restored)).number).not.toBe(first.number)
  } finally {
    await restored.house.close()
  }
})

test('an archive counts its rows also where the network brings the count after the last of them', async () => {
  // «CopyDone» is the letter c and a length of four; what follows it is the count.
  const done = Buffer.from([0x63, 0, 0, 0, 4])
  const afterLastRow = (piece: Buffer) => (piece.includes(done) ? [piece.indexOf(done) + done.length] : [])
  const line = await openDatabaseLine(town.urls.ownerUrl, afterLastRow)
  await makeCase(town)
  const file = await archiveOf('counted late.tar.gz', line.url)
  const { sums } = await checkArchive(file)
  expect(sums.rows['egovernment.cases']).toBeGreaterThan(0)
})

test('the master key is in no archive, in no form', async () => {
  const bytes = gunzipSync(await readFile(await archiveOf('key.tar.gz')))
  for (const form of ['base64', 'base64url', 'hex'] as const)
    expect(bytes.includes(masterKey.toString(form)), form).toBe(false)
  expect(bytes.includes(masterKey)).toBe(false)
})

test('a case that was erased after the archive was made stays unreadable when the archive comes back', async () => {
  const photo = await upload(town, 'Beweis.png', tinyPng(), 'image/png')
  const made = await makeCase(town, {
    answers: { photos: [{ id: photo }], caller: { given: 'Zora', family: 'Zwetschge' } },
  })
  const file = await archiveOf('before erasing.tar.gz')
  const { database } = town.house.kernel
  const ref = { authorityId: slug<'authority'>(made.authorityId), caseId: uuid<'case'>(made.id) }
  await database.write(systemActor('erasure'), (scope) => eraseCase(scope, ref, 'retention'))
  await town.jobs.drain()
  const ledger = erasureFolder(town.folder)
  expect(await readErasures(ledger)).toContainEqual({
    module: 'egovernment',
    authorityId: 'kriens',
    subjectId: made.id,
  })

  const { ground, code, said } = await bringBack(file, ledger)
  expect(code, said.join('\n')).toBe(0)
  expect(said.join('\n')).toContain('1 that were erased since')
  const restored = await openOn(ground)
  try {
    const [row] = await restored.query(
      `select applicant_name, erased_at is not null as erased,
         (select count(*)::int from kernel.sealing_keys where subject_id = c.id) as keys,
         (select count(*)::int from egovernment.case_answers where case_id = c.id) as answers,
         (select count(*)::int from kernel.stored_files where id = $2) as files
       from egovernment.cases c where id = $1`,
      [made.id, photo],
    )
    expect(row).toEqual({ applicant_name: '', erased: true, keys: 0, answers: 0, files: 0 })
    await restored.jobs.drain()
    await expect(restored.house.kernel.files.get(photo)).rejects.toThrow()
  } finally {
    await restored.house.close()
  }
  // An archive made afterwards holds nothing of it at all.
  const later = gunzipSync(await readFile(await archiveOf('after erasing.tar.gz')))
  expect(later.includes('Zwetschge')).toBe(false)
})

test('an archive that is cut, changed or swollen is refused, and so is a system that is not empty', async () => {
  const file = await archiveOf('good.tar.gz')
  const bytes = gunzipSync(await readFile(file))
  const as = async (name: string, content: Buffer) => {
    const made = join(spare, name)
    await writeFile(made, content)
    return made
  }
  const changed = Buffer.from(bytes)
  const place = changed.indexOf('Beispielplatz') < 0 ? changed.indexOf('Kriens') : changed.indexOf('Beispielplatz')
  changed.write('X', place)
  await expect(checkArchive(await as('changed.tar.gz', gzipSync(changed)))).rejects.toThrow(/is missing or was changed/)
  await expect(checkArchive(await as('cut.tar.gz', (await readFile(file)).subarray(0, 20_000)))).rejects.toThrow(
    /breaks off/,
  )
  await expect(checkArchive(await as('none.tar.gz', gzipSync(Buffer.from('nothing'))))).rejects.toThrow(ArchiveError)
  await expect(checkArchive(await as('plain.tar.gz', Buffer.from('no gzip')))).rejects.toThrow(ArchiveError)

  const { ground } = await bringBack(file)
  const database = new Database({ connectionString: ground.urls.appUrl, poolSize: 1, clock: town.clock })
  const again = restoreCommand({
    settings: { masterKey: masterKey.toString('base64url'), dataFolder: ground.folder },
    database,
    ownerUrl: ground.urls.ownerUrl,
    files: createFolderStore(join(ground.folder, 'files')),
    migrations,
    modules,
    file,
    erased: spare,
    say: () => {},
  })
  await expect(again).rejects.toThrow(/not empty/)
  await database.close()
})

test('nobody is signed in by an archive, and what was taken away since stays away', async () => {
  const { database, clock } = town.house.kernel
  const people = systemActor('people')
  const kriens = slug<'authority'>('kriens')
  const [roles] = await town.query<{ staff_id: string }>(
    `select staff_id from kernel.staff_roles where authority_id = 'kriens' and role = 'lead' limit 1`,
  )
  const staffId = uuid<'staff'>(roles?.staff_id ?? '')
  const admin = {
    kind: 'staff',
    staffId,
    identityId: null,
    name: 'Testa Muster',
    memberships: [{ authorityId: kriens, unitId: null, role: 'admin' }],
    hasSecondFactor: true,
  } as const
  const keeper = { actor: admin, authorityId: kriens }
  await town.signIn({ role: 'clerk', authority: 'kriens' })
  await database.write(people, async (scope) =>
    createKey(scope, keeper, { name: 'Alt', scopes: ['cases.read'], days: 30 }),
  )
  const [key] = await town.query<{ id: string }>(`select id from kernel.api_keys where name = 'Alt'`)
  const passkey = '0199aaaa-0000-7000-8000-00000000000a'
  await town.query(
    `insert into kernel.passkeys (id, staff_id, name, credential_id, public_key, counter, transports, created_at)
     values ($1, $2, 'Verloren', 'lost', '\\x00', 0, '{}', $3)`,
    [passkey, staffId, clock.now()],
  )
  const file = await archiveOf('before revoking.tar.gz')
  await database.write(people, (scope) => endKey(scope, keeper, key?.id ?? ''))
  await database.write(signInActor, (scope) => removePasskey(scope, admin, passkey))
  await town.jobs.drain()

  const { ground, code, said } = await bringBack(file, erasureFolder(town.folder))
  expect(code, said.join('\n')).toBe(0)
  expect(said.join('\n')).toContain('2 accesses that were taken away since')
  const found = await asOwner(
    ground.urls,
    `select (select count(*)::int from kernel.sessions) as sessions, (select count(*)::int from kernel.passkeys where name = 'Verloren') as passkeys,
       (select count(*)::int from egovernment.case_mail_links) as links, (select count(*)::int from kernel.staff where invitation_hash is not null) as invitations,
       (select revoked_at is not null from kernel.api_keys where name = 'Alt') as revoked`,
  )
  expect(found).toEqual([{ sessions: 0, passkeys: 0, links: 0, invitations: 0, revoked: true }])
})

test('an access code that was renewed after the archive was made opens nothing when the archive comes back', async () => {
  const [renewed, kept] = [await makeCase(town), await makeCase(town)]
  const file = await archiveOf('before renewing.tar.gz')
  const { database } = town.house.kernel
  const [row] = await town.query<{ id: string; authority_id: string }>(
    'select id, authority_id from egovernment.cases where number = $1',
    [renewed.number],
  )
  const ref = { authorityId: slug<'authority'>(row?.authority_id ?? ''), caseId: uuid<'case'>(row?.id ?? '') }
  await database.write(caseAccess, (scope) => renewAccessCode(scope, ref))
  await town.jobs.drain()

  const { ground, code, said } = await bringBack(file, erasureFolder(town.folder))
  expect(code, said.join('\n')).toBe(0)
  const restored = new Database({ connectionString: ground.urls.appUrl, poolSize: 1, clock: town.clock })
  const prove = (one: { number: string; accessCode: string }) =>
    proveAccess(restored, { number: one.number, code: one.accessCode, ip: '198.51.100.7' })
  expect(await prove(renewed)).toBeUndefined()
  expect(await prove(kept)).toBeDefined()
  await restored.close()

  // An archive that was made afterwards has the new code: the same ledger takes nothing from it.
  const later = await archiveOf('after renewing.tar.gz')
  const again = await bringBack(later, erasureFolder(town.folder))
  const open = await asOwner(
    again.ground.urls,
    'select count(*)::int as n from egovernment.case_access_codes where case_id = $1 and revoked_at is null',
    [ref.caseId],
  )
  expect(open).toEqual([{ n: 1 }])
})

test('names in an archive that are none of this database reach no statement', async () => {
  const good = await archiveOf('names.tar.gz')
  const { sums } = await checkArchive(good)
  const witness = join(spare, 'witness')
  const forge = async (change: (about: About) => About) => {
    const file = join(spare, 'forged.tar.gz')
    const writer = new ArchiveWriter(file)
    for await (const { name, content } of readArchive(good)) {
      const chunks: Buffer[] = []
      for await (const chunk of content) chunks.push(Buffer.from(chunk))
      const whole = Buffer.concat(chunks)
      if (name === 'about.json') await writer.add(name, Buffer.from(JSON.stringify(change(readAbout(whole)))))
      else if (name !== 'sums.json') await writer.add(name, whole)
    }
    await writer.finish(file, { rows: sums.rows, files: sums.files, missingFiles: sums.missingFiles })
    return file
  }
  const evil = `id) from program 'touch ${witness}' --`
  const onUnits = (columns: string[]) => (about: About) => ({
    ...about,
    tables: about.tables.map((table) => (table.name === 'kernel.units' ? { ...table, columns } : table)),
  })
  await expect(bringBack(await forge(onUnits(['authority_id', evil])))).rejects.toThrow(ArchiveError)
  const table = { name: 'kernel.units; drop schema kernel cascade', columns: ['id'] }
  await expect(bringBack(await forge((about) => ({ ...about, tables: [...about.tables, table] })))).rejects.toThrow(
    /does not make/,
  )
  const sequence = { name: 'pg_catalog.pg_class', value: '1', isCalled: true }
  await expect(bringBack(await forge((about) => ({ ...about, sequences: [sequence] })))).rejects.toThrow(
    /does not make/,
  )
  await expect(readFile(witness)).rejects.toThrow(/ENOENT/)
})

test('an archive of a newer release is refused with its migration named', async () => {
  const file = await archiveOf('newer.tar.gz')
  const urls = await emptyDatabase()
  const database = new Database({ connectionString: urls.appUrl, poolSize: 1, clock: town.clock })
  const older = migrations.slice(0, -1)
  const attempt = restoreCommand({
    settings: { masterKey: undefined, dataFolder: spare },
    database,
    ownerUrl: urls.ownerUrl,
    files: createFolderStore(join(spare, 'files')),
    migrations: older,
    modules,
    file,
    erased: spare,
    say: () => {},
  })
  await expect(attempt).rejects.toThrow(migrations.at(-1)?.name ?? 'no migration')
  await database.close()
  await urls.drop()
})

test('a state of 25 November 2026 comes up to this release: its cases, files and trail are there', async () => {
  const fixtures = join(import.meta.dirname, '../fixtures')
  const made: { number: string; accessCode: string } = JSON.parse(
    await readFile(join(fixtures, 'state-2026-11-25.json'), 'utf8'),
  )
  const { ground, code, said } = await bringBack(join(fixtures, 'state-2026-11-25.tar.gz'))
  expect(code, said.join('\n')).toBe(0)
  expect(said.some((line) => /^Migrations +\d+ that came since/.test(line))).toBe(true)
  const upgraded = await openOn(ground)
  try {
    const holder = await proveCase(upgraded, { ...made, id: '', authorityId: 'kriens' })
    const page = await ask(upgraded, { path: `/de/cases/${made.number}`, cookie: holder })
    expect(page.body).toContain('Loch im Belag, Beispiel fixture')
    expect(page.body).toContain('lampe.png')
    const clerk = await upgraded.signIn({ role: 'clerk', authority: 'kriens' })
    expect((await clerk.open('/desk/inbox')).text).toContain(made.number)
    const [cases] = await upgraded.query<{ n: number }>('select count(*)::int as n from egovernment.cases')
    expect(cases?.n).toBe(201)
    await makeCase(upgraded)
  } finally {
    await upgraded.house.close()
  }
})
