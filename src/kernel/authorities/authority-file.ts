import { type Static, Type } from 'typebox'
import { parse } from 'yaml'
import { type IsoDate, isIsoDate } from '../i18n/format.ts'
import { languages } from '../i18n/language.ts'
import { type AuthorityId, isSlug, slug, type UnitId } from '../ids.ts'
import { type ShapeProblem, validatorOf } from '../validator.ts'
import {
  type Authority,
  authorityKinds,
  type Contact,
  type OpeningHours,
  type OpenSpan,
  type Source,
  type Succession,
  type Unit,
  unitKinds,
  weekdays,
} from './authority.ts'

/** A unit with the municipalities it works for; `all` stands for every municipality of the canton. */
export type ServingUnit = Unit & { readonly serves: readonly AuthorityId[] | 'all' }

export type AuthorityFile = { readonly authority: Authority; readonly units: readonly ServingUnit[] }

/** A content file that cannot be used; the message names the file and all its faults. */
export class AuthorityFileError extends Error {
  override name = 'AuthorityFileError'
  constructor(file: string, faults: readonly string[]) {
    super(`${file}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  }
}

const strict = { additionalProperties: false }
const text = Type.String({ minLength: 1 })
const day = Type.Unsafe<IsoDate>({ type: 'string', format: 'day' })
const authorityId = Type.Unsafe<AuthorityId>({ type: 'string', format: 'slug' })
const unitId = Type.Unsafe<UnitId>({ type: 'string', format: 'slug' })
const code = Type.String({ pattern: '^[A-Z]{3}$' })
const localText = Type.Object(
  { de: text, fr: Type.Optional(text), it: Type.Optional(text), en: Type.Optional(text) },
  strict,
)
const allLanguages = Type.Object({ de: text, fr: text, it: text, en: text }, strict)
const provenance = { example: Type.Optional(Type.Literal(true)), source: Type.Optional(text) }

const contactSchema = Type.Object(
  {
    street: Type.Optional(text),
    postcode: Type.String({ pattern: '^\\d{4}$' }),
    locality: text,
    phone: Type.Optional(text),
    email: Type.Optional(Type.String({ pattern: '^[^@\\s]+@[^@\\s]+$' })),
    website: Type.Optional(Type.String({ pattern: '^https://' })),
    ...provenance,
  },
  strict,
)

const span = '([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-4]):[0-5]\\d'
const spans = Type.Optional(Type.String({ pattern: `^${span}(, ${span})*$` }))
const hoursSchema = Type.Object(
  { mo: spans, tu: spans, we: spans, th: spans, fr: spans, sa: spans, su: spans, ...provenance },
  strict,
)

const unitSchema = Type.Object(
  {
    kind: Type.Enum([...unitKinds]),
    id: Type.Optional(unitId),
    name: Type.Optional(localText),
    contact: Type.Optional(contactSchema),
    openingHours: Type.Optional(hoursSchema),
    inbox: Type.String({ pattern: '^[^@\\s]+@[^@\\s]+$' }),
    serves: Type.Optional(
      Type.Union([Type.Literal('all'), Type.Array(authorityId, { minItems: 1, uniqueItems: true })]),
    ),
    ...provenance,
  },
  strict,
)

const authoritySchema = Type.Object(
  {
    name: localText,
    kind: Type.Enum([...authorityKinds]),
    code,
    bfsNumber: Type.Integer({ minimum: 1 }),
    district: Type.Optional(text),
    openedOn: Type.Optional(day),
    languages: Type.Array(Type.Enum([...languages]), { minItems: 1, uniqueItems: true }),
    theme: Type.Object({ accent: Type.String({ pattern: '^#[0-9a-f]{6}$' }) }, strict),
    contact: contactSchema,
    openingHours: hoursSchema,
    units: Type.Array(unitSchema, { minItems: 1 }),
  },
  strict,
)

const predecessorSchema = Type.Object(
  { name: text, bfsNumber: Type.Integer({ minimum: 1 }), code, district: text, successor: authorityId, on: day },
  strict,
)
const historySchema = Type.Object(
  { predecessors: Type.Record(Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }), predecessorSchema, strict) },
  strict,
)

const unitKindSchema = Type.Object({ id: unitId, name: allLanguages }, strict)
const unitKindsSchema = Type.Record(Type.Enum([...unitKinds]), unitKindSchema, strict)

/** Id and name of each kind of unit, unless an authority's file gives its own. */
export type UnitKindDefaults = Static<typeof unitKindsSchema>

const isAuthority = validatorOf(authoritySchema)
const isHistory = validatorOf(historySchema)
const isUnitKinds = validatorOf(unitKindsSchema)

/**
 * Reads one authority's file; its name without `.yaml` is the authority's id.
 * Throws an `AuthorityFileError` that lists every fault.
 */
export function parseAuthorityFile(id: string, yaml: string, kinds: UnitKindDefaults): AuthorityFile {
  const file = `${id}.yaml`
  const content: unknown = parse(yaml)
  if (!isAuthority(content)) throw new AuthorityFileError(file, faultsOf(isAuthority.problems(content)))
  if (!isSlug<'authority'>(id))
    throw new AuthorityFileError(file, ['the name must be lower-case letters, digits and hyphens'])

  const faults: string[] = []
  const { contact, openingHours, units, theme, district, openedOn, ...rest } = content
  const authority: Authority = {
    id,
    ...rest,
    district: district ?? null,
    theme,
    contact: readContact(contact, 'contact', faults),
    openingHours: readHours(openingHours, 'openingHours', faults),
    openedOn: openedOn ?? null,
    closedOn: null,
  }
  const serving = units.map((unit, index) => readUnit(authority, unit, kinds, `units/${index}`, faults))
  faults.push(...repeated(serving.map((unit) => unit.id)).map((unitId) => `units: «${unitId}» is there twice`))
  if (faults.length > 0) throw new AuthorityFileError(file, faults)
  return { authority, units: serving }
}

/** Reads the closed municipalities and who continues their work. */
export function parseHistoryFile(file: string, yaml: string): { predecessors: Authority[]; successions: Succession[] } {
  const content: unknown = parse(yaml)
  if (!isHistory(content)) throw new AuthorityFileError(file, faultsOf(isHistory.problems(content)))
  const entries = Object.entries(content.predecessors).map(([id, entry]) => {
    const predecessor: Authority = {
      id: slug(id),
      code: entry.code,
      name: { de: entry.name },
      kind: 'municipality',
      bfsNumber: entry.bfsNumber,
      district: entry.district,
      languages: ['de'],
      theme: null,
      contact: null,
      openingHours: null,
      openedOn: null,
      closedOn: dayBefore(entry.on),
    }
    return { predecessor, succession: { from: predecessor.id, to: entry.successor, on: entry.on } }
  })
  return {
    predecessors: entries.map((entry) => entry.predecessor),
    successions: entries.map((entry) => entry.succession),
  }
}

/** Reads id and name of each kind of unit. */
export function parseUnitKindsFile(file: string, yaml: string): UnitKindDefaults {
  const content: unknown = parse(yaml)
  if (!isUnitKinds(content)) throw new AuthorityFileError(file, faultsOf(isUnitKinds.problems(content)))
  return content
}

type Provenance = { example?: true; source?: string }

function readUnit(
  authority: Authority,
  unit: Static<typeof unitSchema>,
  kinds: UnitKindDefaults,
  path: string,
  faults: string[],
): ServingUnit {
  return {
    authorityId: authority.id,
    id: unit.id ?? kinds[unit.kind].id,
    kind: unit.kind,
    name: unit.name ?? kinds[unit.kind].name,
    contact: unit.contact ? readContact(unit.contact, `${path}/contact`, faults) : null,
    openingHours: unit.openingHours ? readHours(unit.openingHours, `${path}/openingHours`, faults) : null,
    inboxEmail: unit.inbox,
    source: readSource(unit, path, faults),
    serves: unit.serves ?? [authority.id],
  }
}

function readContact(contact: Static<typeof contactSchema>, path: string, faults: string[]): Contact {
  const { example: _, ...known } = contact
  return { ...known, source: readSource(contact, path, faults) }
}

function readHours(hours: Static<typeof hoursSchema>, path: string, faults: string[]): OpeningHours {
  const week = Object.fromEntries(
    weekdays.flatMap((weekday) => {
      const text = hours[weekday]
      return text === undefined ? [] : [[weekday, readSpans(text, `${path}/${weekday}`, faults)]]
    }),
  )
  return { week, source: readSource(hours, path, faults) }
}

/** `08:00-11:45, 13:30-17:00`, in order and without overlap. */
function readSpans(text: string, path: string, faults: string[]): OpenSpan[] {
  const times = text.split(/[-,] ?/)
  if (times.some((time, index) => index > 0 && time <= (times[index - 1] ?? '')))
    faults.push(`${path}: the times must rise`)
  return text.split(', ').map((part) => {
    const [from = '', to = ''] = part.split('-')
    return { from, to }
  })
}

function readSource({ example, source }: Provenance, path: string, faults: string[]): Source {
  if ((example === undefined) === (source === undefined))
    faults.push(`${path}: needs either «example: true» or a «source»`)
  return source ?? null
}

function dayBefore(day: IsoDate): IsoDate {
  const instant = new Date(`${day}T00:00:00Z`)
  instant.setUTCDate(instant.getUTCDate() - 1)
  const before = instant.toISOString().slice(0, 10)
  if (!isIsoDate(before)) throw new RangeError(`${day} has no day before`)
  return before
}

function faultsOf(problems: readonly ShapeProblem[]): string[] {
  return problems.map(({ path, message }) => `${path.slice(1) || 'the file'}: ${message}`)
}

/** The values that are there more than once, each once. */
export function repeated<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]
}
