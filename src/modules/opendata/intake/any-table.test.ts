import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { afterAll, expect, test } from 'vitest'
import { foreignSql } from '../tables/inside/foreign-sql.ts'
import {
  encodings,
  type IntakeFormat,
  type IntakeOptions,
  type IntakeReport,
  type WantedColumn,
} from './inside/order.ts'
import { IntakeError } from './inside/raw-table.ts'
import { readTable } from './inside/read-table.ts'
import { CsvSplitter } from './inside/split-csv.ts'
import { intakeLimits } from './read-intake.ts'

const folder = mkdtempSync(join(tmpdir(), 'wegweiser-intake-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const runs = process.env.WEGWEISER_LARGE === 'yes' ? 1_000 : 50

type Read = { report: IntakeReport; cells: (string | null)[][] }

async function read(
  bytes: Buffer,
  format: IntakeFormat,
  options: IntakeOptions = {},
  columns?: readonly WantedColumn[],
  isLarge = false,
): Promise<Read> {
  const path = join(folder, 'file')
  await writeFile(path, bytes)
  let text = ''
  const report = await readTable(
    { path, format, options, isLarge, limits: intakeLimits, ...(columns && { columns }) },
    async (piece) => {
      text += piece
    },
  )
  const splitter = new CsvSplitter({ delimiter: ',', quote: '"' })
  const rows = [...splitter.push(text), ...splitter.end()]
  return { report, cells: rows.slice(1).map(({ cells }) => [...cells]) }
}

// Of each encoding what it can hold; texts that look like nothing, or end in spaces, among them.
const signs: Readonly<Record<string, string>> = {
  'utf-8': ' abcÄöüéß’"\';,|\t:\n\r€漢😀0-.',
  'utf-16le': ' abcÄöüéß’"\';,|\t:\n\r€漢😀0-.',
  'utf-16be': ' abcÄöüéß’"\';,|\t:\n\r€漢😀0-.',
  'windows-1252': ' abcÄöüéß’"\';,|\t:\n\r€0-.',
  macintosh: ' abcÄöüéß’"\';,|\t:\n\r0-.',
  cp850: ' abcÄöüéß"\';,|\t:\n\r0-.',
}
const headings = ['Gemeinde', 'Bezeichnung', 'Grösse', 'Bemerkung', 'Code']

const anyTable = fc
  .record({
    encoding: fc.constantFrom(...encodings),
    hasMark: fc.boolean(),
    delimiter: fc.constantFrom(';', ',', '\t', '|', ':'),
    quote: fc.constantFrom('"' as const, "'" as const),
    quotesAll: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    endsOpen: fc.boolean(),
    width: fc.integer({ min: 2, max: headings.length }),
  })
  .chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      rows: fc.array(
        fc.array(fc.option(fc.string({ unit: fc.constantFrom(...(signs[shape.encoding] ?? 'a')), maxLength: 12 })), {
          minLength: shape.width,
          maxLength: shape.width,
        }),
        { minLength: 1, maxLength: 12 },
      ),
    }),
  )

type Shape = { delimiter: string; quote: string; quotesAll: boolean; lineEnd: string; endsOpen: boolean }

function writeCsv(rows: readonly (readonly (string | null)[])[], shape: Shape): string {
  const { delimiter, quote, quotesAll, lineEnd, endsOpen } = shape
  const needs = (text: string) =>
    text === '' || quotesAll || [delimiter, '"', "'", '\n', '\r'].some((sign) => text.includes(sign))
  const cell = (text: string | null) =>
    text === null ? '' : needs(text) ? `${quote}${text.replaceAll(quote, quote + quote)}${quote}` : text
  return rows.map((row) => row.map(cell).join(delimiter)).join(lineEnd) + (endsOpen ? '' : lineEnd)
}

const asTexts = (names: readonly string[]): WantedColumn[] =>
  names.map((heading, at) => ({ name: `c${at}`, type: 'string', headings: [heading] }))

test('any table comes back, whatever its delimiter, quotes, line ends and encoding', async () => {
  await fc.assert(
    fc.asyncProperty(anyTable, async ({ shape, rows }) => {
      const names = headings.slice(0, shape.width)
      const text = writeCsv([names, ...rows], shape)
      const bytes = iconv.encode(text, shape.encoding, { addBOM: shape.hasMark && shape.encoding.startsWith('utf') })
      const { delimiter, quote, encoding } = shape
      const { report, cells } = await read(bytes, 'csv', { delimiter, quote, encoding, headingLine: 1 }, asTexts(names))
      expect(report.faults).toEqual([])
      expect(cells).toEqual(rows)
    }),
    { numRuns: runs },
  )
})

/** Tables as people have them: a key, names, codes with leading zeros, figures and days as written in Switzerland. */
const usualTable = fc.record({
  shape: fc.record({
    encoding: fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'windows-1252'),
    delimiter: fc.constantFrom(';', ',', '\t', '|'),
    quote: fc.constantFrom('"', "'"),
    quotesAll: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    endsOpen: fc.boolean(),
  }),
  decimal: fc.constantFrom('.', ','),
  group: fc.constantFrom('', "'", '’', '\u00a0'),
  rows: fc.array(
    fc.record({
      name: fc.constantFrom(
        'Kriens',
        'Römerswil',
        'Büron',
        'Hergiswil b. W.',
        "L'Abbaye",
        'Rue de l’Église 3',
        'Haus; Hof, Garten',
      ),
      plz: fc.integer({ min: 0, max: 9_999 }).map((code) => String(code).padStart(5, '0')),
      count: fc.integer({ min: -5_000_000, max: 5_000_000 }),
      share: fc.integer({ min: -99_999, max: 9_999_999 }),
      day: fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
      isOpen: fc.boolean(),
    }),
    { minLength: 2, maxLength: 40 },
  ),
})

test('what a table is, and what its values mean, is found out by itself', async () => {
  await fc.assert(
    fc.asyncProperty(usualTable, async ({ shape, decimal, group, rows }) => {
      const whole = (value: number) => String(Math.abs(value)).replace(/\B(?=(\d{3})+$)/g, group)
      const written = rows.map(({ name, plz, count, share, day, isOpen }, at) => {
        const [year, month, date] = day.toISOString().slice(0, 10).split('-').map(Number)
        return [
          ...[String(1_000 + at), name, plz, `${count < 0 ? '-' : ''}${whole(count)}`],
          `${share < 0 ? '-' : ''}${whole(Math.trunc(share / 100))}${decimal}${String(Math.abs(share) % 100).padStart(2, '0')}`,
          ...[`${date}.${month}.${year}`, isOpen ? 'ja' : 'nein'],
        ]
      })
      const names = ['BFS-Nr.', 'Gemeinde', 'Postleitzahl', 'Bestand', 'Anteil', 'Stichtag', 'Offen']
      const bytes = iconv.encode(writeCsv([names, ...written], shape), shape.encoding, {
        addBOM: shape.encoding.startsWith('utf'),
      })
      const { report, cells } = await read(bytes, 'csv')
      expect(report.faults).toEqual([])
      expect(report.found.map(({ type }) => type)).toEqual([
        ...['integer', 'string', 'string', 'integer', 'number', 'date', 'boolean'],
      ])
      expect(report.found[0]).toMatchObject({ isKey: true, isRequired: true, reference: 'bfs-municipality' })
      expect(
        cells.map(([, name, plz, count, share, day, isOpen]) => [name, plz, Number(count), Number(share), day, isOpen]),
      ).toEqual(
        rows.map(({ name, plz, count, share, day, isOpen }) => [
          ...[name, plz, count, share / 100],
          ...[day.toISOString().slice(0, 10), String(isOpen)],
        ]),
      )
    }),
    { numRuns: runs },
  )
})

const languages = [
  ['1', 'Römerswil', 'Schützenhaus, täglich geöffnet', '12'],
  ['2', 'Genève', 'Bâtiment fermé l’été; accès limité à côté', '7'],
  ['3', 'Mèsocco', 'È aperto perché più vicino alla città', '30'],
  ['4', 'Zürich', 'Grösse geprüft über den Übergang', '4'],
]

test.each(
  (['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'macintosh', 'cp850'] as const).flatMap((encoding) =>
    [';', ',', '\t', '|', ':'].map((delimiter) => [encoding, delimiter] as const),
  ),
)('told by itself: encoding %s, delimiter %j', async (encoding, delimiter) => {
  const rows = encoding === 'cp850' ? languages.map((cells) => cells.map((cell) => cell.replace('’', "'"))) : languages
  const shape = { delimiter, quote: '"', quotesAll: false, lineEnd: '\r\n', endsOpen: false }
  const bytes = iconv.encode(writeCsv([['Nr', 'Gemeinde', 'Bemerkung', 'Anzahl'], ...rows], shape), encoding)
  const { report, cells } = await read(bytes, 'csv')
  expect([report.encoding, report.delimiter, report.faults]).toEqual([encoding, delimiter, []])
  expect(cells).toEqual(rows)
})

const rough = [
  ...['x"y"', '"a"b', "1'000", '31.12.2025', '-', '1,5', '0.50', '"', 'wahr', '\u00a0'],
  ...['2025-01-31T24:00:00Z', '2025-02-30T10:00:00Z', '2025-01-31T10:00:60Z', '2025-01-31T10:00:0 Z'],
  ...['2025-01-31 10:00:00.5+00', '0000-01-01T10:00:00Z', '2025-01-31T10:00:00+01:00', '2025-1-31T10:00:00Z'],
]

/** Columns of one kind each, with a few values of other kinds, nothing and rough edges among them. */
const largeTable = fc
  .record({
    kinds: fc.array(fc.constantFrom('integer', 'year', 'number', 'date', 'datetime', 'text', 'word', 'rough'), {
      minLength: 2,
      maxLength: 5,
    }),
    hasKey: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    delimiter: fc.constantFrom(',', ';', '\t'),
    title: fc.boolean(),
    seeds: fc.array(fc.nat(1_000_000), { minLength: 2, maxLength: 30 }),
    odd: fc.nat(40),
  })
  .map(({ kinds, hasKey, lineEnd, delimiter, title, seeds, odd }) => {
    const days = (seed: number) => new Date(seed * 86_400_000).toISOString()
    const values: Readonly<Record<string, (seed: number) => string>> = {
      integer: (seed) => String(seed - 500_000),
      year: (seed) => String(1900 + (seed % 150)),
      number: (seed) => `${seed % 3_000}.${String(seed).padStart((seed % 4) + 1, '0')}`,
      date: (seed) => days(seed % 40_000).slice(0, 10),
      datetime: (seed) => `${days(seed % 40_000).slice(0, 10)}T0${seed % 10}:30:00Z`,
      text: (seed) => `"Strasse ""${seed}"", Ä${seed % 3 === 0 ? lineEnd : ''}z"`,
      word: (seed) => ['offen', 'ja', 'Ärger', ' zu ', 'a"b', '""', "d'accord"][seed % 7] ?? '',
      rough: (seed) => rough[seed % rough.length] ?? '',
    }
    const cellOf = (kind: string, seed: number, at: number) => {
      if ((seed * 7 + at) % 40 === odd) return ''
      if ((seed * 11 + at) % 41 === odd) return values.rough?.(seed) ?? ''
      return values[kind]?.(seed + at) ?? ''
    }
    const lines = seeds.map((seed, row) =>
      [...(hasKey ? [String(row + 1)] : []), ...kinds.map((kind, at) => cellOf(kind, seed, at))].join(delimiter),
    )
    const names = [
      ...(hasKey ? ['Nr'] : []),
      ...kinds.map((kind, at) => (kind === 'year' ? `Jahr ${at}` : `Spalte ${at}`)),
    ]
    return [...(title ? ['Titel', ''] : []), names.join(delimiter), ...lines, ''].join(lineEnd)
  })

const openDuckDb = async () => (await DuckDBInstance.create(':memory:')).connect()

/** Holds both ways of reading a file against each other; gives whether DuckDB did it. */
async function readsAlike(
  connection: DuckDBConnection,
  bytes: Buffer,
  format: 'csv' | 'parquet' | 'ndjson',
): Promise<boolean> {
  const slow = await read(bytes, format).catch(asIntakeError)
  const large = await read(bytes, format, {}, undefined, true).catch(asIntakeError)
  if (slow instanceof IntakeError || large instanceof IntakeError) {
    expect(large).toEqual(slow)
    return false
  }
  const { reading, ...report } = large.report
  expect(report).toEqual(slow.report)
  if (!reading) {
    expect(large.cells).toEqual(slow.cells)
    return false
  }
  const sql = foreignSql(join(folder, 'file'), reading, slow.report.found)
  const rows = (await connection.runAndReadAll(`select * from ${sql}`)).getRowsJS()
  expect(rows).toEqual(slow.cells)
  return true
}

test('read by way of DuckDB or line by line, a file says the same', async () => {
  const connection = await openDuckDb()
  let quick = 0
  await fc.assert(
    fc.asyncProperty(largeTable, async (text) => {
      if (await readsAlike(connection, Buffer.from(text), 'csv')) quick += 1
    }),
    { numRuns: runs / 2 },
  )
  expect(quick).toBeGreaterThan(runs / 25)
  connection.closeSync()
})

/** A value of SQL for each kind of column that Parquet files have, from a number. */
const parquetValues: Readonly<Record<string, (seed: number) => string>> = {
  integer: (seed) => String(seed - 500_000),
  bigint: (seed) => `${seed}${String(seed).padStart(12, '0')}`,
  double: (seed) => [`${seed}.5`, '1e-7', '1e30', '-0.0', '12345.678', `${seed}`][seed % 6] ?? '',
  'decimal(12,3)': (seed) => `${seed % 900}.${String(seed % 1_000).padStart(3, '0')}`,
  boolean: (seed) => String(seed % 3 === 0),
  date: (seed) => `date '1900-01-01' + ${seed % 70_000}`,
  timestamp: (seed) => `make_timestamp(${seed % 2 ? seed * 1_000_000_000 : seed * 1_234_567_891})`,
  timestamptz: (seed) => `make_timestamp(${seed * 1_000_000_000})::timestamp at time zone 'UTC'`,
  time: (seed) => `time '0${seed % 10}:${10 + (seed % 50)}:00'`,
  varchar: (seed) =>
    ['Römerswil', 'x', '', ' 12 ', "d''Accord", 'ja', 'Strasse, "neu"', '1,5', '2024', '31.12.2025', 'n/a', '😀'].map(
      (text) => `'${text}'`,
    )[seed % 12] ?? "'a' || chr(0) || 'b'",
  text: (seed) => `'Gemeinde Nummer ${seed}'${seed % 9 ? '' : " || chr(0) || chr(10) || 'ä'"}`,
  figures: (seed) => `'${seed}${seed % 5 ? '' : '.75'}'`,
  'integer[]': (seed) => `[${seed}, null]`,
}
const parquetTypes: Readonly<Record<string, string>> = { text: 'varchar', figures: 'varchar' }

const parquetTable = fc.record({
  kinds: fc.array(fc.constantFrom(...Object.keys(parquetValues)), { minLength: 1, maxLength: 5 }),
  hasKey: fc.boolean(),
  seeds: fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 30 }),
  odd: fc.nat(60),
})

test('a Parquet file says the same by way of DuckDB and row by row', async () => {
  const connection = await openDuckDb()
  await connection.run("set timezone = 'UTC'")
  const path = join(folder, 'made.parquet')
  let quick = 0
  await fc.assert(
    fc.asyncProperty(parquetTable, async ({ kinds, hasKey, seeds, odd }) => {
      const cell = (kind: string, seed: number, at: number) =>
        (seed * 7 + at) % 40 === odd ? 'null' : (parquetValues[kind]?.(seed + at) ?? 'null')
      const rows = seeds.map((seed, row) => [
        ...(hasKey ? [String(row + 1)] : []),
        ...kinds.map((kind, at) => `cast(${cell(kind, seed, at)} as ${parquetTypes[kind] ?? kind})`),
      ])
      const names = [...(hasKey ? ['"Nr"'] : []), ...kinds.map((_, at) => `"Spalte ${at}"`)]
      await connection.run(
        `copy (select * from (values ${rows.map((row) => `(${row.join(', ')})`).join(', ')}) as t(${names.join(', ')}))
         to '${path}' (format parquet)`,
      )
      if (await readsAlike(connection, await readFile(path), 'parquet')) quick += 1
    }),
    { numRuns: runs / 2 },
  )
  expect(quick).toBeGreaterThan(runs / 25)
  connection.closeSync()
})

/** A value of JSON for each kind of field, from a number. */
const jsonValues: Readonly<Record<string, (seed: number) => string>> = {
  integer: (seed) => String(seed - 500_000),
  double: (seed) =>
    [`${seed}.5`, '1.0', '0.10', '-0', '1e-7', '0.00000012', '1e5', '-0.0', '12345678901234567890'][seed % 90] ??
    `${seed % 900}.${seed % 10_000}`,
  text: (seed) => JSON.stringify(`Gemeinde "${seed}"\n ${seed % 3 ? 'é' : '😀'}`),
  figures: (seed) => `"${seed}"`,
  mixed: (seed) => (seed % 2 ? `"${seed}"` : String(seed)),
  word: (seed) => JSON.stringify(['ja', '', 'n/a', ' x ', '\\', "d'accord", '2024', '\u00e9'][seed % 8]),
  instant: (seed) =>
    `"${new Date(seed * 1_234_567_000)
      .toISOString()
      .slice(0, 19)
      .replace('T', seed % 2 ? ' ' : 'T')}+00"`,
  boolean: (seed) => String(seed % 2 === 0),
  odd: (seed) =>
    ['[1, 2]', '{"a":1}', '"\\u0000"', '"\\ud800"', '[1,]', 'NaN', '01', '{"type":"Point","coordinates":[8,47]}'][
      seed % 40
    ] ?? 'null',
}

const ndjsonTable = fc.record({
  kinds: fc.array(fc.constantFrom(...Object.keys(jsonValues)), { minLength: 1, maxLength: 5 }),
  hasKey: fc.boolean(),
  seeds: fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 30 }),
  odd: fc.nat(80),
  lineEnd: fc.constantFrom('\n', '\r\n', '\n\n'),
})

test('lines of JSON say the same by way of DuckDB and line by line', async () => {
  const connection = await openDuckDb()
  let quick = 0
  await fc.assert(
    fc.asyncProperty(ndjsonTable, async ({ kinds, hasKey, seeds, odd, lineEnd }) => {
      const lines = seeds.map((seed, row) => {
        const fields = kinds.flatMap((kind, at) => {
          const turn = (seed * 7 + at) % 40
          if (turn === odd) return []
          return [`"Feld ${at}" : ${turn === odd - 40 ? 'null' : jsonValues[kind]?.(seed + at)}`]
        })
        return `{${[...(hasKey ? [`"Nr":${row + 1}`] : []), ...fields].join(', ')}}`
      })
      if (await readsAlike(connection, Buffer.from(lines.join(lineEnd)), 'ndjson')) quick += 1
    }),
    { numRuns: runs },
  )
  expect(quick).toBeGreaterThan(runs / 25)
  connection.closeSync()
})

test.each([
  ['a comma too many', '{"a":1,"b":2}\n{"a":1,}'],
  ['a field that comes late', `${'{"a":1}\n'.repeat(20_001)}{"b":2}`],
  ['a field twice', '{"a":1,"b":2}\n{"a":1,"a":3}'],
  ['no object', '{"a":1,"b":2}\nnull'],
  ['two in a line', '{"a":1,"b":2} {"a":1,"b":2}'],
  ['a mark at the beginning', '\ufeff{"a":1,"b":2}'],
  ['names that differ in case', '{"a":1,"A":2}'],
  ['objects within', '{"a":{"b":1},"c":2}'],
])('lines of JSON with %s are read line by line', async (_, text) => {
  const connection = await openDuckDb()
  expect(await readsAlike(connection, Buffer.from(text), 'ndjson')).toBe(false)
  connection.closeSync()
})

function asIntakeError(error: unknown): IntakeError {
  if (error instanceof IntakeError) return error
  throw error
}

test('objects come back from JSON and from lines of JSON', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 10 })
  const rows = fc.array(fc.record({ a: fc.option(text), b: fc.option(text), c: fc.option(text) }), {
    minLength: 1,
    maxLength: 10,
  })
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom('json' as const, 'ndjson' as const), async (list, format) => {
      const json = format === 'json' ? JSON.stringify(list) : list.map((row) => JSON.stringify(row)).join('\n')
      const { report, cells } = await read(Buffer.from(json), format, {}, asTexts(['a', 'b', 'c']))
      expect(report.faults).toEqual([])
      const stored = (value: string | null) => value?.replaceAll('\u0000', '').toWellFormed() ?? null
      const kept = list.map(({ a, b, c }) => [stored(a), stored(b), stored(c)])
      // A row of nothing is written as empty cells, which the splitter gives back as such.
      expect(cells).toEqual(kept)
    }),
    { numRuns: runs },
  )
})

test('whatever a file holds, it is read or told why it is not', async () => {
  const pieces = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc
      .string({ unit: fc.constantFrom(...'a1;,"\n\r\t{}[]:\u0000é\'|'), maxLength: 200 })
      .map((text) => Buffer.from(text)),
    fc.json().map((text) => Buffer.from(text)),
    fc
      .constantFrom('PK\u0003\u0004', 'PAR1', '{"type":"Topology","objects":{"a":{}},"arcs":[]}')
      .map((text) => Buffer.from(text)),
  )
  const formats = fc.constantFrom<IntakeFormat>('csv', 'tsv', 'json', 'ndjson', 'geojson', 'topojson', 'xlsx', 'ods')
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 3 }), formats, async (parts, format) => {
      const fault = await read(Buffer.concat(parts), format).then(
        () => undefined,
        (error: unknown) => error,
      )
      // A fault of ours; what packages throw of a file is told in their words.
      expect(fault).not.toBeInstanceOf(TypeError)
      expect(fault).not.toBeInstanceOf(RangeError)
    }),
    { numRuns: runs * 3 },
  )
})
