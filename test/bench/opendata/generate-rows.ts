import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { DataSetMetadata } from '#modules/opendata/catalogue/data-set.ts'
import type { Column, ColumnType } from '#modules/opendata/tables/column.ts'
import { scarceMetadata } from '#test/conformance/example-data-sets.ts'

export const tableId = '0199c000-0000-7000-8000-00000000be01'

const column = (name: string, type: ColumnType, more: Partial<Column> = {}): Column => ({
  ...{ name, title: { de: name }, type, role: 'fact' },
  ...more,
})

/** What a municipality might record of everything it does outside: a key, codes, days, figures and words. */
export const benchColumns: readonly Column[] = [
  column('nr', 'integer', { isKey: true, isRequired: true }),
  column('gemeinde', 'integer', { reference: 'bfs-municipality', isRequired: true }),
  column('datum', 'date', { isRequired: true }),
  column('kategorie', 'string', { isRequired: true }),
  column('status', 'string'),
  column('anzahl', 'integer', { role: 'measure' }),
  column('betrag', 'number', { role: 'measure', unit: 'CHF' }),
  column('strasse', 'string'),
  column('bemerkung', 'string'),
  column('erfasst', 'datetime'),
]

export const benchMetadata: DataSetMetadata = {
  ...scarceMetadata,
  title: { de: 'Messreihe (erfunden)' },
  distributions: [
    {
      id: tableId,
      slug: 'zeilen',
      kind: 'table',
      title: { de: 'Zeilen' },
      columns: [...benchColumns],
    },
  ],
}

export const towns = Array.from({ length: 79 }, (_, at) => 1_001 + at * 2)
const kinds = ['Strasse', 'Beleuchtung', 'Abfall', 'Grünfläche', 'Spielplatz', 'Gewässer', 'Baum', 'Signal', 'Kanal']
export const categories = kinds.flatMap((kind) => [`${kind} neu`, `${kind} Unterhalt`, `${kind} Schaden`])
export const states = ['offen', 'in Arbeit', 'erledigt', 'abgelehnt']
const streets = [
  'Bahnhof',
  'Haupt',
  'Dorf',
  'Kirch',
  'Schul',
  'Luzerner',
  'Berner',
  'See',
  'Wald',
  'Feld',
  'Mühle',
  'Berg',
]
const ends = ['strasse', 'weg', 'gasse', 'platz']
export const words = [
  'dringend',
  'geprüft',
  'Ersatz',
  'bestellt',
  'Meldung',
  'durch',
  'Anwohner',
  'Werkhof',
  'nach',
  'Sturm',
  'Foto',
  'vorhanden',
]

/** Numbers from 0 to below 2^32, the same for the same seed (xorshift, G. Marsaglia, 2003). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % below
  }
}

const two = (value: number) => (value < 10 ? `0${value}` : String(value))
const pick = <Value>(values: readonly Value[], at: number): Value | '' => values[at % values.length] ?? ''

/** One invented row as a line of CSV, as people write it in Switzerland; what has no value is left empty. */
function lineOf(number: number, random: (below: number) => number): string {
  const town = pick(towns, Math.min(random(79), random(79)))
  const [year, month, day] = [2016 + random(10), two(1 + random(12)), two(1 + random(28))]
  const amount = random(20) === 0 ? '' : `${random(50_000)}.${two(random(100))}`
  const remark =
    random(10) < 3
      ? ''
      : `"${pick(words, random(12))} ${pick(words, random(12))}, ${pick(words, random(12))} ${random(100_000)}"`
  const street = `${pick(streets, random(12))}${pick(ends, random(4))} ${1 + random(120)}`
  const taken = `${year}-${month}-${day}T${two(random(24))}:${two(random(60))}:${two(random(60))}Z`
  const state = random(50) === 0 ? '' : pick(states, Math.max(random(4), random(4)))
  return `${number},${town},${year}-${month}-${day},${pick(categories, random(27))},${state},${random(random(10_000) + 1)},${amount},${street},${remark},${taken}\n`
}

export const benchHeading = `${benchColumns.map(({ name }) => name).join(',')}\n`

/** Writes so many rows with their heading to a file; the same number and seed give the same bytes. */
export async function writeBenchCsv(path: string, count: number, seed = 20_261_126): Promise<void> {
  const random = randomFrom(seed)
  const pieces = function* () {
    let held = benchHeading
    for (let number = 1; number <= count; number += 1) {
      held += lineOf(number, random)
      if (held.length < 1 << 20) continue
      yield held
      held = ''
    }
    yield held
  }
  await pipeline(Readable.from(pieces()), createWriteStream(path))
}
