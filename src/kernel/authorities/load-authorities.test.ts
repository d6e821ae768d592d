import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { unitKinds } from './authority.ts'
import { loadAuthorities } from './load-authorities.ts'
import { loadPlaces } from './places.ts'
import { isReservedPath } from './reserved-paths.ts'

const folder = join(import.meta.dirname, '../../../content/authorities')
const content = loadAuthorities(folder)
const authorities = content.entries.map((entry) => entry.authority)
const open = authorities.filter((authority) => authority.closedOn === null)
const municipalities = open.filter((authority) => authority.kind === 'municipality')
const serves = content.entries.flatMap((entry) => entry.serves)

test('there are the canton and 79 municipalities, and the 30 that have closed since 2002', () => {
  expect(municipalities).toHaveLength(79)
  expect(open.filter((authority) => authority.kind === 'canton').map((canton) => canton.id)).toEqual(['kanton-luzern'])
  expect(authorities).toHaveLength(110)
  expect(content.successions).toHaveLength(30)
  expect(open.find((authority) => authority.id === 'luzern')?.bfsNumber).toBe(1061)
})

test('every municipality has exactly one unit of each kind that works for it', () => {
  const cantonalOnly = ['cantonal-chancery']
  const kinds = unitKinds.filter((kind) => !cantonalOnly.includes(kind))
  for (const { id } of municipalities) {
    const own = serves.filter((serving) => serving.municipalityId === id).map((serving) => serving.unit.kind)
    expect(
      own.toSorted().filter((kind) => kind !== 'cantonal-chancery'),
      id,
    ).toEqual(kinds.toSorted())
  }
})

test('case number codes are unique for all time, and no slug is a path of the portal', () => {
  expect(new Set(authorities.map((authority) => authority.code)).size).toBe(authorities.length)
  expect(authorities.filter(({ id }) => isReservedPath(id))).toEqual([])
  expect(isReservedPath('Services')).toBe(true)
})

test('accents differ and carry white text', () => {
  const accents = open.map((authority) => authority.theme?.accent ?? '')
  expect(new Set(accents).size).toBe(open.length)
  for (const accent of accents) expect(contrastWithWhite(accent), accent).toBeGreaterThan(4.5)
})

test('nothing invented can reach a real mailbox or phone', () => {
  for (const { authority, units } of content.entries) {
    const contacts = [authority.contact, ...units.map((unit) => unit.contact)].flatMap((contact) => contact ?? [])
    for (const mail of [
      ...contacts.flatMap((contact) => contact.email ?? []),
      ...units.map((unit) => unit.inboxEmail),
    ]) {
      expect(mail).toMatch(/\.example$/)
    }
    for (const contact of contacts) if (contact.source === null) expect(contact.phone).toBeUndefined()
  }
})

test('the locality of each municipality is one of its localities', () => {
  const places = loadPlaces(join(folder, '../places/localities.yaml'))
  for (const { id, bfsNumber, contact } of municipalities) {
    if (contact?.source !== null) continue
    const own = places.some(
      ({ postcode, locality, shares }) =>
        postcode === contact.postcode &&
        locality === contact.locality &&
        shares.some((share) => share.bfsNumber === bfsNumber),
    )
    expect(own, id).toBe(true)
  }
})

test.each([
  [
    'the same code twice',
    'kriens.yaml',
    (text: string) => text.replace('code: KRI', 'code: EMM'),
    'the code EMM is given twice',
  ],
  [
    'two units in charge of the same',
    'horw.yaml',
    (text: string) => text.replace('example: true }\n', 'serves: [kriens], example: true }\n'),
    'two units serve as chancery in «kriens»',
  ],
  [
    'a unit that serves nobody known',
    'horw.yaml',
    (text: string) => text.replace('example: true }\n', 'serves: [atlantis], example: true }\n'),
    'serves «atlantis»',
  ],
  [
    'a successor that does not exist',
    'history.yaml',
    (text: string) => text.replace('successor: root', 'successor: atlantis'),
    'honau: its successor «atlantis»',
  ],
])('%s is refused', (_, file, change, message) => {
  const copy = mkdtempSync(join(tmpdir(), 'authorities-'))
  cpSync(folder, copy, { recursive: true })
  const before = readFileSync(join(copy, file), 'utf8')
  expect(change(before)).not.toBe(before)
  writeFileSync(join(copy, file), change(before))
  expect(() => loadAuthorities(copy)).toThrow(message)
})

test('names, BFS numbers and districts are those of the registers', () => {
  const source = join(import.meta.dirname, '../../../../shared/data/ogd/lucerne')
  if (!existsSync(source)) {
    process.stdout.write('authorities not compared: ../shared/data is not here\n')
    return
  }
  const rows = (file: string) =>
    readFileSync(join(source, file), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(','))
  const byYear = rows('lu-municipalities-by-year.csv')
  const line = (fields: readonly (string | number | null)[]) => fields.join(',')

  for (const year of ['2026', '2027']) {
    const expected = byYear.filter(([itsYear]) => itsYear === year).map(([, ...fields]) => line(fields))
    expect(municipalities.map(({ bfsNumber, name, district }) => line([bfsNumber, name.de, district])).sort()).toEqual(
      expected.sort(),
    )
  }
  const inSwitzerland = rows('ch-municipalities-2026.csv')
    .filter(([, , canton]) => canton === 'LU')
    .map(([bfs, name]) => line([bfs ?? '', name ?? '']))
  expect(municipalities.map(({ bfsNumber, name }) => line([bfsNumber, name.de])).sort()).toEqual(inSwitzerland.sort())

  for (let year = 2002; year <= 2027; year += 1) {
    const day = `${year}-01-01`
    const existing = authorities.filter(
      ({ kind, openedOn, closedOn }) => kind === 'municipality' && (openedOn ?? day) <= day && day <= (closedOn ?? day),
    )
    const expected = byYear
      .filter(([itsYear]) => itsYear === String(year))
      .map(([, bfs, name]) => line([bfs ?? '', name ?? '']))
    expect(existing.map(({ bfsNumber, name }) => line([bfsNumber, name.de])).sort(), day).toEqual(expected.sort())
  }
})

function contrastWithWhite(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}
