import { writePlace } from '#modules/opendata/query/page-place.ts'
import { dataSetsPath } from '#modules/opendata/rows/operations.ts'
import { categories, randomFrom, states, tableId, towns } from './generate-rows.ts'

/** A question to the program, and the same to a bare database: `select` gives the rows, `count` how many match. */
export type Question = { readonly path: string; readonly select: string; readonly count?: string }

/** Questions of one kind, each time another one, and what they may take at the 95th percentile, in milliseconds. */
export type Kind = {
  readonly name: string
  readonly target: number | null
  readonly isGroup?: boolean
  ask(random: (below: number) => number): Question
}

/** A row as it is known to lie in the table, values as text. */
export type KnownRow = Readonly<Record<string, string | null>>

const table = `${dataSetsPath}/kriens/messreihe/zeilen`
const pageRows = 100
const sorts = ['betrag', 'strasse', 'datum', 'kategorie', 'anzahl', 'erfasst'] as const

/** Questions behind which the table is laid out. */
export const firstPaths = [`${table}/rows`, `${table}/groups`]

type Condition = { readonly query: string; readonly sql: string }
type Random = (below: number) => number
const pick = <Value>(values: readonly Value[], random: Random, fallback: Value): Value =>
  values[random(values.length)] ?? fallback

const conditions: readonly ((random: Random) => Condition)[] = [
  (random) => {
    const town = pick(towns, random, 1_001)
    return { query: `gemeinde=${town}`, sql: `gemeinde = ${town}` }
  },
  (random) => {
    const [town, category] = [pick(towns, random, 1_001), pick(categories, random, '')]
    return {
      query: `gemeinde=${town}&kategorie=${encodeURIComponent(category)}`,
      sql: `gemeinde = ${town} and kategorie = '${category}'`,
    }
  },
  (random) => {
    const month = `${2016 + random(10)}-${String(1 + random(12)).padStart(2, '0')}`
    const [from, to] = [`${month}-${String(1 + random(14)).padStart(2, '0')}`, `${month}-28`]
    return {
      query: `datum[ge]=${from}&datum[le]=${to}`,
      sql: `datum >= '${from}' and datum <= '${to}'`,
    }
  },
  (random) => {
    const from = random(4_900_000) / 100
    return { query: `betrag[ge]=${from}&betrag[lt]=${from + 500}`, sql: `betrag >= ${from} and betrag < ${from + 500}` }
  },
  (random) => {
    const [state, least] = [pick(states, random, ''), 5_000 + random(4_900)]
    return {
      query: `status=${encodeURIComponent(state)}&anzahl[ge]=${least}`,
      sql: `status = '${state}' and anzahl >= ${least}`,
    }
  },
  (random) => {
    const [one, other, town] = [pick(categories, random, ''), pick(categories, random, ''), pick(towns, random, 1_001)]
    const query = `kategorie[in]=${encodeURIComponent(one)}&kategorie[in]=${encodeURIComponent(other)}&gemeinde[ge]=${town}`
    return { query, sql: `kategorie in ('${one}', '${other}') and gemeinde >= ${town}` }
  },
]

const condition = (random: Random): Condition => pick(conditions, random, () => ({ query: '', sql: 'true' }))(random)
const order = (column: string, descending: boolean) => `${column} ${descending ? 'desc' : 'asc'} nulls last, nr`

function rows({
  query,
  where,
  by,
  counts = true,
}: {
  query: string
  where: string
  by: string
  counts?: boolean
}): Question {
  return {
    path: `${table}/rows?${query}${query === '' ? '' : '&'}limit=${pageRows}${counts ? '' : '&count=no'}`,
    select: `select * from zeilen where ${where} order by ${by} limit ${pageRows + 1}`,
    ...(counts && { count: `select count(*) as n from zeilen where ${where}` }),
  }
}

/** What is measured over HTTP. `known` are rows somewhere in the table: keyset pages begin after one of them. */
export function kindsOf(known: readonly KnownRow[], count: number): Kind[] {
  const begin = (random: Random) => {
    const [row, column, descending] = [pick(known, random, {}), pick(sorts, random, 'datum'), random(2) === 1]
    return { row, column, descending, sort: `sort=${descending ? '-' : ''}${column}` }
  }
  return [
    {
      name: 'first page with exact count',
      target: 10,
      ask: (random) => {
        const columns = random(4) === 0 ? '' : `columns=nr,${sorts.slice(0, 1 + random(5)).join(',')}`
        return rows({ query: columns, where: 'true', by: 'nr' })
      },
    },
    {
      name: 'first page with exact count, sorted by any column',
      target: 10,
      ask: (random) => {
        const { sort, column, descending } = begin(random)
        return rows({ query: sort, where: 'true', by: order(column, descending) })
      },
    },
    {
      name: 'filtered page with exact count',
      target: 15,
      ask: (random) => {
        const { query, sql } = condition(random)
        return rows({ query, where: sql, by: 'nr' })
      },
    },
    {
      name: 'filtered and sorted page with exact count',
      target: 15,
      ask: (random) => {
        const [{ query, sql }, { sort, column, descending }] = [condition(random), begin(random)]
        return rows({ query: `${query}&${sort}`, where: sql, by: order(column, descending) })
      },
    },
    {
      name: 'the same by the Action API of CKAN',
      target: 15,
      ask: (random) => {
        const [town, category] = [pick(towns, random, 1_001), pick(categories, random, '')]
        const filters = encodeURIComponent(JSON.stringify({ gemeinde: town, kategorie: category }))
        return {
          ...rows({ query: '', where: `gemeinde = ${town} and kategorie = '${category}'`, by: 'nr' }),
          path: `/api/3/action/datastore_search?resource_id=${tableId}&limit=${pageRows}&filters=${filters}`,
        }
      },
    },
    {
      name: 'page filtered by a part of a text',
      target: 15,
      ask: (random) => {
        const part = `${pick(['sturm', 'ersatz', 'werkhof', 'foto'], random, 'foto')} ${random(1_000)}`
        const where = `instr(lower(bemerkung), '${part}') > 0`
        return rows({ query: `bemerkung[contains]=${encodeURIComponent(part)}`, where, by: 'nr' })
      },
    },
    {
      name: 'keyset page by row number',
      target: 20,
      ask: (random) => {
        const number = random(count)
        const after = writePlace([{ column: '_id', descending: false }], { values: [String(number)] })
        return rows({ query: `after=${after}`, where: `nr > ${number}`, by: 'nr', counts: false })
      },
    },
    {
      name: 'keyset page in the order of any column',
      target: 20,
      ask: (random) => {
        const { row, column, descending, sort } = begin(random)
        const [value = null, nr = null] = [row[column], row.nr]
        const by = [
          { column, descending },
          { column: '_id', descending: false },
        ]
        const after = writePlace(by, { values: [value, nr] })
        const [no, than] = descending ? ['<=', '<'] : ['>=', '>']
        const where =
          value === null
            ? `${column} is null and nr > ${nr}`
            : `${column} ${no} '${value}' and (${column} ${than} '${value}' or nr > ${nr})`
        return rows({ query: `${sort}&after=${after}`, where, by: order(column, descending), counts: false })
      },
    },
    {
      name: 'group-by',
      target: 50,
      isGroup: true,
      ask: (random) => {
        const by = pick(
          [['kategorie'], ['gemeinde'], ['status'], ['gemeinde', 'kategorie'], ['kategorie', 'status']],
          random,
          ['status'],
        )
        const measure = pick(['sum(betrag)', 'avg(anzahl)', 'max(betrag)', 'min(anzahl)'], random, 'sum(betrag)')
        const { query, sql } = random(3) === 0 ? { query: '', sql: 'true' } : condition(random)
        const list = by.map((one) => `${one} nulls last`).join(', ')
        return {
          path: `${table}/groups?by=${by.join(',')}&measure=count,${measure}&limit=10000${query === '' ? '' : '&'}${query}`,
          select: `select ${by.join(', ')}, count(*) as n, ${measure} as m from zeilen where ${sql} group by ${by.join(', ')} order by ${list}`,
        }
      },
    },
  ]
}

export const randomOf = (kind: string) =>
  randomFrom([...kind].reduce((sum, sign) => sum * 31 + sign.charCodeAt(0), 7) >>> 0)
