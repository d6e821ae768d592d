import { ColumnWatch } from './column-watch.ts'
import type { FoundColumn } from './order.ts'
import type { RawRow } from './raw-table.ts'
import { type Habits, isNothing } from './values.ts'

const mostKeys = 1_000_000
const longestKey = 4

/** Everything that is known of the columns after all rows were seen. */
export type Seen = {
  readonly columns: readonly FoundColumn[]
  readonly habits: readonly Habits[]
  readonly rows: number
  /** Places that are no columns: with neither a heading nor any value, as behind a last delimiter, and numbers of rows. */
  readonly blank: ReadonlySet<number>
}

/** Watches rows go by, and tells then what the columns are. */
export class TableWatch {
  readonly #headings: readonly string[]
  readonly #watches: readonly ColumnWatch[]
  /** Values seen so far of each column, and of the first two, three and four together; gone once one came twice. */
  readonly #singles: (Set<string> | undefined)[]
  readonly #together: (Set<string> | undefined)[]
  rows = 0

  constructor(headings: readonly string[]) {
    this.#headings = headings
    this.#watches = headings.map(() => new ColumnWatch())
    this.#singles = headings.map(() => new Set())
    this.#together = Array.from({ length: Math.max(0, Math.min(longestKey, headings.length) - 1) }, () => new Set())
  }

  see({ cells }: RawRow): void {
    this.rows += 1
    for (let at = 0; at < this.#watches.length; at += 1) {
      const cell = cells[at] ?? null
      this.#watches[at]?.see(cell)
      if (this.#singles[at]) this.#singles[at] = added(this.#singles[at], cell)
    }
    for (let at = 0; at < this.#together.length; at += 1)
      if (this.#together[at]) {
        const several = cells.slice(0, at + 2)
        this.#together[at] = added(this.#together[at], several.includes(null) ? null : several.join('\u0000'))
      }
  }

  /** `texts`: places of columns whose figures are texts by the file itself. */
  seen(texts: ReadonlySet<number>): Seen {
    const parts = { headings: this.#headings, watches: this.#watches, rows: this.rows, texts }
    return seenOf(parts, (types) => {
      const looks = keyLooks({ headings: this.#headings, types, rows: this.rows })
      return looks.find((places) =>
        places.length === 1
          ? this.#singles[places[0] ?? 0] !== undefined
          : this.#together[places.length - 2] !== undefined,
      )
    })
  }
}

type Parts = {
  readonly headings: readonly string[]
  readonly watches: readonly ColumnWatch[]
  readonly rows: number
  readonly texts: ReadonlySet<number>
}

/** What is known of the columns; `keysFor` gives the places of the key for their types. */
export function seenOf(
  { headings, watches, rows, texts }: Parts,
  keysFor: (types: readonly string[]) => readonly number[] | undefined,
): Seen {
  const names = columnNames(headings)
  const types = watches.map((watch, at) => {
    const type = watch.type(texts.has(at))
    const isYear = type === 'integer' && watch.areYears && /jahr|year|année|annee|anno\b/i.test(headings[at] ?? '')
    return isYear ? 'year' : type
  })
  const keys = new Set(keysFor(types))
  const columns = watches.map((watch, at): FoundColumn => {
    const [heading, type] = [headings[at] ?? '', types[at] ?? 'string']
    const isMunicipality = type === 'integer' && municipality.test(heading)
    return {
      ...{ heading, name: names[at] ?? '', type, isKey: keys.has(at) },
      isRequired: rows > 0 && watch.empty + (type === 'string' ? 0 : watch.marks) === 0,
      ...(isMunicipality && { reference: 'bfs-municipality' }),
    }
  })
  // `_id` is the number of a row, in our own downloads and in those of CKAN.
  const isBlank = (heading: string, at: number) =>
    heading === '_id' || (heading.trim() === '' && watches[at]?.filled === 0)
  const blank = new Set(headings.flatMap((heading, at) => (isBlank(heading, at) ? [at] : [])))
  return { columns, habits: watches.map((watch) => watch.habits()), rows, blank }
}

/**
 * What may be the key, the likeliest first: a column called like one, the first column, else the first columns together, as far as their values are all
 * there and differ. Figures, places and texts of many words are none, and in more than a million rows nothing is looked for.
 */
export function keyLooks({
  headings,
  types,
  rows,
}: {
  headings: readonly string[]
  types: readonly string[]
  rows: number
}): readonly (readonly number[])[] {
  if (rows < 2 || rows > mostKeys) return []
  const isKind = (at: number) => !['number', 'geometry', 'boolean'].includes(types[at] ?? '')
  const single = [...headings.keys()].filter((at) => isKind(at) && likeKey.test(headings[at] ?? ''))
  const together = [2, 3, 4].filter((length) => length <= Math.min(longestKey, headings.length))
  return [
    ...single.map((at) => [at]),
    ...(isKind(0) ? [[0]] : []),
    ...together.map((length) => Array.from({ length }, (_, at) => at)).filter((places) => places.every(isKind)),
  ]
}

const municipality =
  /\bbfs\b|bfs[-_ ]?(?:nr|nummer|number|numero)|gemeinde(?:nummer|[-_ ]?nr)|n(?:uméro|o)?[-_ ]?ofs|numero[-_ ]?ust/i
const likeKey =
  /^(?:id|nr|nummer|code|kennung|schlüssel|key|number|numéro|numero|n°)\b|(?:[-_ ]|^)(?:id|nr|nummer|code|number|numéro|numero)\.?$|nummer$|[a-zäöü](?:Id|Nr)\.?$/i

function added(values: Set<string> | undefined, value: string | null): Set<string> | undefined {
  if (
    values === undefined ||
    value === null ||
    isNothing(value) ||
    value.length > 200 ||
    values.has(value) ||
    values.size >= mostKeys
  )
    return undefined
  values.add(value)
  return values
}

const longestName = 63

/** Names that are safe in SQL, CSV and addresses alike, each once: «Einwohner (Total)» is `einwohner_total`. */
export function columnNames(headings: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return headings.map((heading, at) => {
    const bare = safeName(heading) || `spalte_${at + 1}`
    let name = bare
    for (let turn = 2; taken.has(name); turn += 1) name = `${bare.slice(0, longestName - 5)}_${turn}`
    taken.add(name)
    return name
  })
}

const letters: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  '%': ' prozent ',
}

/** A heading as a name; empty where nothing of it is left. */
export function safeName(heading: string): string {
  const plain = heading
    .normalize('NFC')
    .replace(/([a-zäöü])([A-ZÄÖÜ])/g, '$1_$2')
    .toLowerCase()
    .replace(/[äöüßæœø%]/g, (letter) => letters[letter] ?? '')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  const name = /^[0-9]/.test(plain) ? `c_${plain}` : plain
  return name.slice(0, longestName).replace(/_+$/, '')
}
