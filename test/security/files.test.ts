import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '#kernel/db/actor.ts'
import { runFileProcess } from '#kernel/files/file-process.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { ask, cookiesOf, type MadeCase, makeCase, multipart, pdf, proveCase, tinyPng, upload } from './attack.ts'

let town: Town
let made: MadeCase
let holder: string
beforeAll(async () => {
  town = await openTown()
  made = await makeCase(town)
  holder = await proveCase(town, made)
}, 120_000)
afterAll(() => town.close())

const put = (name: string, type: string, content: Buffer) =>
  ask(town, { path: '/api/v1/files', ...multipart({}, [{ field: 'file', name, type, content }]) })

/** A ZIP with one entry, packed or not. */
function zip(name: string, content: Buffer, claims: { unpacked?: number } = {}): Buffer {
  const packed = deflateRawSync(content)
  const fields = Buffer.alloc(22)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(8, 4)
  fields.writeUInt32LE(packed.length, 14)
  fields.writeUInt32LE(claims.unpacked ?? content.length, 18)
  const local = Buffer.concat([
    Buffer.from('PK\u0003\u0004'),
    fields,
    Buffer.from([name.length, 0, 0, 0]),
    Buffer.from(name),
    packed,
  ])
  const central = Buffer.alloc(46)
  central.write('PK\u0001\u0002', 0, 'latin1')
  central.writeUInt16LE(20, 6)
  central.writeUInt16LE(8, 10)
  central.writeUInt32LE(packed.length, 20)
  central.writeUInt32LE(claims.unpacked ?? content.length, 24)
  central.writeUInt16LE(name.length, 28)
  const directory = Buffer.concat([central, Buffer.from(name)])
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 0, 'latin1')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, directory, end])
}

const html = Buffer.from('<!doctype html><script>alert(1)</script>')
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
const exe = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

test.each<[string, string, string, Buffer]>([
  ['a page as PDF', 'a.pdf', 'application/pdf', html],
  ['a page as picture', 'a.png', 'image/png', html],
  ['a page as text', 'a.txt', 'text/plain', html],
  ['a page as table', 'a.csv', 'text/csv', html],
  ['SVG by its own name', 'a.svg', 'image/svg+xml', svg],
  ['SVG as picture', 'a.png', 'image/png', svg],
  ['SVG as text', 'a.txt', 'text/plain', svg],
  ['a program', 'a.exe', 'application/octet-stream', exe],
  ['a program as PDF', 'a.pdf', 'application/pdf', exe],
  ['two endings', 'a.pdf.exe', 'application/pdf', pdf('x')],
  ['no ending', 'a', 'application/pdf', pdf('x')],
  ['a turned name', 'a\u202efdp.exe', 'application/pdf', pdf('x')],
  ['a PDF that says it is a picture', 'a.png', 'image/png', pdf('x')],
  ['a PDF called a page', 'a.html', 'text/html', pdf('x')],
  ['PDF and ZIP in one', 'a.pdf', 'application/pdf', Buffer.concat([pdf('x'), zip('a.txt', Buffer.from('x'))])],
  ['picture and ZIP in one', 'a.png', 'image/png', Buffer.concat([tinyPng(), zip('a.txt', Buffer.from('x'))])],
  ['picture and script in one', 'a.png', 'image/png', Buffer.concat([tinyPng(), html])],
  ['GIF and script in one', 'a.gif', 'image/gif', Buffer.from('GIF89a/*<script>*/=alert(1)//')],
  ['any ZIP as letter', 'a.docx', docx, zip('a.txt', Buffer.from('x'))],
  ['a bomb as letter', 'a.docx', docx, zip('word/document.xml', Buffer.alloc(5_000_000))],
  [
    'a small ZIP that claims to be huge',
    'a.docx',
    docx,
    zip('word/document.xml', Buffer.from('x'), { unpacked: 4_000_000_000 }),
  ],
  ['a ZIP that leads out', 'a.docx', docx, zip('../../word/document.xml', Buffer.from('x'))],
  ['control signs as text', 'a.txt', 'text/plain', Buffer.from('a\u0000b')],
  ['text that is none', 'a.txt', 'text/plain', Buffer.from([0xff, 0xfe, 0x41])],
  ['PostScript as text', 'a.txt', 'text/plain', Buffer.from('%!PS\n(/etc/passwd) (r) file')],
  ['nothing', 'a.pdf', 'application/pdf', Buffer.alloc(0)],
])('%s is not taken, and nothing of it is kept', async (_what, name, type, content) => {
  const before = await town.query('select 1 from kernel.stored_files')
  const answer = await put(name, type, content)
  expect(answer.statusCode, answer.body).toBe(422)
  expect(await town.query('select 1 from kernel.stored_files')).toHaveLength(before.length)
  expect(await town.query('select 1 from kernel.loose_files')).toEqual([])
})

test('whatever a file is called, it is saved under a plain name and never shown', async () => {
  const names = [
    ['../../../etc/passwd.pdf', 'passwd.pdf'],
    ['..\\..\\x.pdf', 'x.pdf'],
    ['C:\\Users\\x\\a.pdf', 'a.pdf'],
    ['"><svg onload=alert(1)>.pdf', '"><svg onload=alert(1)>.pdf'],
    [`${'ü'.repeat(400)}.pdf`, `${'ü'.repeat(196)}.pdf`],
    ['a\u202egpj.pdf', 'agpj.pdf'],
    ['CON.pdf', 'CON.pdf'],
    ['.pdf.pdf', '.pdf.pdf'],
  ]
  for (const [given = '', kept = ''] of names) {
    const form = multipart({ text: 'Beilage' }, [
      { field: 'files', name: given, type: 'application/pdf', content: pdf(kept) },
    ])
    const answer = await ask(town, { path: `/cases/${made.number}/messages`, cookie: holder, ...form })
    expect(answer.statusCode, `${given} ${answer.body.slice(0, 200)}`).toBe(303)
    const [row] = await town.query<{ file_id: string }>(
      'select file_id from egovernment.case_files order by file_id desc limit 1',
    )
    const got = await ask(town, { path: `/cases/${made.number}/files/${row?.file_id}`, cookie: holder })
    const line = String(got.headers['content-disposition'])
    expect(got.statusCode).toBe(200)
    expect(got.rawPayload.equals(pdf(kept))).toBe(true)
    expect(line).toMatch(/^attachment; filename="[\w.\- ]+"; filename\*=UTF-8''[\w.!~*'()%-]+$/)
    expect(decodeURIComponent(line.split("UTF-8''")[1] ?? '').replaceAll('%22', '"')).toBe(kept.replaceAll('%22', '"'))
    expect(got.headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    expect(String(got.headers['content-security-policy'])).toMatch(/sandbox$/)
  }
})

/** Takes every place in the line of files that are looked at; gives them back when called. */
async function takePlaces(): Promise<() => Promise<void>> {
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const nothing = async function* () {
    await held
    yield Buffer.from('x')
  }
  const limits = { milliseconds: 60_000, bytes: 700_000_000, said: 100, work: { isUrgent: true } }
  const places = Array.from({ length: 14 }, () =>
    runFileProcess('--eval', ['process.stdin.resume()'], nothing(), limits),
  )
  return async () => {
    letGo()
    await Promise.all(places)
  }
}

test('when too many files are looked at, a person is told so with all she typed, and nothing lies about', async () => {
  const before = (await town.query('select 1 from kernel.stored_files')).length
  const content = pdf('Beilage')
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const tus = { 'tus-resumable': '1.0.0' }
  const begun = await ask(town, {
    method: 'POST',
    path: '/uploads',
    headers: {
      ...{ ...tus, 'upload-length': `${content.length}` },
      'upload-metadata': `filename ${base64('a.pdf')},filetype ${base64('application/pdf')}`,
    },
  })
  const send = (offset: number, body: Buffer) =>
    ask(town, {
      ...{ method: 'PATCH', path: String(begun.headers.location), body },
      headers: { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': `${offset}` },
    })
  const giveBack = await takePlaces()
  const form = multipart({ text: 'Ein langer Text zum Brief' }, [
    { field: 'files', name: 'Brief.pdf', type: 'application/pdf', content },
  ])
  const page = await ask(town, { path: `/cases/${made.number}/messages`, cookie: holder, ...form })
  expect([page.statusCode, page.headers['retry-after']]).toEqual([503, '30'])
  expect(page.body).toContain('Ein langer Text zum Brief')
  expect(page.body).toContain('in einer Minute noch einmal')
  const program = await put('a.pdf', 'application/pdf', content)
  expect([program.statusCode, program.headers['retry-after'], program.json().status]).toEqual([503, '15', 503])
  expect((await send(0, content)).statusCode).toBe(503)
  expect(await town.query('select 1 from kernel.stored_files')).toHaveLength(before)
  expect(await town.query('select 1 from kernel.loose_files')).toEqual([])
  await giveBack()
  expect((await send(content.length, Buffer.alloc(0))).statusCode).toBe(204)
  expect((await put('a.pdf', 'application/pdf', content)).statusCode).toBe(201)
  expect(await town.query('select 1 from kernel.stored_files')).toHaveLength(before + 2)
})

test('parts of a file are not given: the whole or nothing, to whoever may see it', async () => {
  const [row] = await town.query<{ file_id: string }>('select file_id from egovernment.case_files limit 1')
  const path = `/cases/${made.number}/files/${row?.file_id}`
  for (const range of [
    'bytes=0-3',
    'bytes=-1',
    'bytes=0-0,5-9',
    'bytes=999999999-',
    'lines=1-2',
    `bytes=${'0-0,'.repeat(2_000)}0-0`,
  ]) {
    const answer = await ask(town, { path, cookie: holder, headers: { range } })
    expect([answer.statusCode, answer.headers['content-range']], range.slice(0, 40)).toEqual([200, undefined])
  }
  expect((await ask(town, { path, headers: { range: 'bytes=0-3' } })).statusCode).toBe(404)
  const head = await ask(town, { path, method: 'HEAD' })
  expect(head.statusCode).toBe(404)
})

const start = '/de/kriens/services/schadensmeldung/apply'

async function draftAtPhotos(): Promise<string> {
  const cookie = cookiesOf(await ask(town, { path: `${start}/kind`, form: { kind: 'road' } }))
  const steps: [string, Record<string, string>][] = [
    ['danger', { is_dangerous: 'no' }],
    ['municipality', { municipality: '1059' }],
    ['place', { 'place.text': 'Beispielplatz' }],
    ['details', { description: 'Ein Loch im Belag' }],
    ['since', {}],
  ]
  for (const [page, form] of steps)
    expect((await ask(town, { path: `${start}/${page}`, cookie, form })).statusCode).toBe(303)
  return cookie
}

test('a draft takes no file that did not come with it', async () => {
  const victim = await draftAtPhotos()
  const photo = multipart({}, [{ field: 'photos', name: 'Geheim.png', type: 'image/png', content: tinyPng() }])
  expect((await ask(town, { path: `${start}/photos`, cookie: victim, ...photo })).statusCode).toBe(303)
  const [foreign] = await town.query<{ id: string }>(`select id from kernel.stored_files where owner_kind = 'draft'`)
  const loose = await upload(town, 'Lose.png', tinyPng(), 'image/png')
  const [ofCase] = await town.query<{ file_id: string }>('select file_id from egovernment.case_files limit 1')
  const thief = await draftAtPhotos()
  for (const id of [foreign?.id, loose, ofCase?.file_id, `${foreign?.id} ${loose}`]) {
    const answer = await ask(town, { path: `${start}/photos`, cookie: thief, form: { 'photos.kept': id ?? '' } })
    expect(answer.statusCode).toBe(303)
    const page = await ask(town, { path: `${start}/photos`, cookie: thief })
    expect(page.body).not.toMatch(/Geheim\.png|Lose\.png/)
    await ask(town, { path: `${start}/photos`, cookie: thief, form: { 'photos.remove': id ?? '' } })
  }
  const own = await ask(town, { path: `${start}/photos`, cookie: victim })
  expect(own.body).toContain('Geheim.png')
})

test('a file of a draft is shown small to whoever holds the draft, once it was found clean, and to nobody else', async () => {
  const mine = await draftAtPhotos()
  const photo = multipart({}, [{ field: 'photos', name: 'Laterne.png', type: 'image/png', content: tinyPng() }])
  expect((await ask(town, { path: `${start}/photos`, cookie: mine, ...photo })).statusCode).toBe(303)
  const [row] = await town.query<{ id: string }>('select id from kernel.stored_files order by id desc limit 1')
  const picture = `${start.replace(/apply$/, 'draft')}/files/${row?.id}/pages/1`
  const page = async () => (await ask(town, { path: `${start}/photos`, cookie: mine })).body
  const see = (cookie?: string, path = picture) => ask(town, { path, ...(cookie && { cookie }) })
  expect(await page()).toContain('Die Vorschau entsteht gerade.')
  expect((await see(mine)).statusCode).toBe(404)
  await town.jobs.drain()
  const set = (state: string) => town.query('update kernel.stored_files set state = $1 where id = $2', [state, row?.id])
  for (const [state, status, text] of [
    ['waiting', 409, 'Prüfung ausstehend'],
    ['infected', 410, 'Gelöscht: In dieser Datei'],
  ] as const) {
    await set(state)
    expect((await see(mine)).statusCode).toBe(status)
    const shown = await page()
    expect(shown).toContain(text)
    expect(shown).not.toContain(picture)
  }
  await set('clean')
  expect(await page()).toContain(`src="${picture}" alt="Vorschau von Laterne.png"`)
  const seen = await see(mine)
  expect(seen.headers).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  })
  expect(seen.rawPayload.toString('latin1', 8, 12)).toBe('WEBP')
  const thief = await draftAtPhotos()
  for (const cookie of [thief, holder, undefined, mine.replace(/[\w-]{43}/, 'A'.repeat(43))])
    expect((await see(cookie)).statusCode).toBe(404)
  for (const path of [
    picture.replace(/1$/, '2'),
    picture.replace(/1$/, '1.5'),
    picture.replace('schadensmeldung', 'hundeanmeldung'),
  ])
    expect((await see(mine, path)).statusCode, path).not.toBe(200)
})

test('the same file named twice is one file', async () => {
  const photo = await upload(town, 'Doppelt.png', tinyPng(), 'image/png')
  const twice = await makeCase(town, { answers: { photos: [photo, photo, { id: photo }] } }).catch((error: unknown) =>
    String(error),
  )
  if (typeof twice === 'string') expect(twice).toMatch(/^Error: 422/)
  const rows = await town.query('select 1 from egovernment.case_files where file_id = $1', [photo])
  expect(rows.length).toBeLessThanOrEqual(1)
})

test('a file that nobody attaches goes after two days, with its key', async () => {
  const id = await upload(town, 'Vergessen.png', tinyPng(), 'image/png')
  const exists = async () => (await town.query('select 1 from kernel.stored_files where id = $1', [id])).length
  const { database } = town.house.kernel
  const sweep = async () => {
    await database.write(systemActor('files'), async (scope) => scope.enqueue('kernel.sweep_files', { payload: {} }))
    await town.jobs.drain()
  }
  await sweep()
  expect(await exists()).toBe(1)
  town.clock.advance(49 * 3_600_000)
  await sweep()
  expect(await exists()).toBe(0)
  expect(await town.query('select 1 from kernel.sealing_keys where subject_id = $1', [id])).toEqual([])
  await expect(makeCase(town, { answers: { photos: [id] } })).rejects.toThrow(/^422/)
})
