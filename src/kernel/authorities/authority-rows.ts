import { type TSchema, Type } from 'typebox'
import type { JsonValue } from '../db/jsonb.ts'
import { type IsoDate, isIsoDate } from '../i18n/format.ts'
import { isLanguage, type LocalText } from '../i18n/language.ts'
import { slug } from '../ids.ts'
import { validatorOf } from '../validator.ts'
import {
  type Authority,
  authorityKinds,
  type Contact,
  type OpeningHours,
  type Theme,
  type Unit,
  unitKinds,
  weekdays,
} from './authority.ts'

type AuthorityRow = {
  id: string
  code: string
  name: JsonValue
  kind: string
  bfs_number: number
  district: string | null
  languages: string[]
  theme: JsonValue | null
  contact: JsonValue | null
  opening_hours: JsonValue | null
  opened_on: string | null
  closed_on: string | null
}

type UnitRow = {
  authority_id: string
  id: string
  kind: string
  name: JsonValue
  contact: JsonValue | null
  opening_hours: JsonValue | null
  inbox_email: string
  source: string | null
}

/** A row that does not hold what the program writes: a fault of the installation, never of input. */
export class StoredRowError extends Error {
  override name = 'StoredRowError'
}

export function readAuthorityRow(row: AuthorityRow): Authority {
  return {
    id: slug(row.id),
    code: row.code,
    name: readName(row.name),
    kind: oneOf(authorityKinds, row.kind),
    bfsNumber: row.bfs_number,
    district: row.district,
    languages: row.languages.filter(isLanguage),
    theme: orNull(row.theme, readTheme),
    contact: orNull(row.contact, readContact),
    openingHours: orNull(row.opening_hours, readHours),
    openedOn: orNull(row.opened_on, readDay),
    closedOn: orNull(row.closed_on, readDay),
  }
}

export function readUnitRow(row: UnitRow): Unit {
  return {
    authorityId: slug(row.authority_id),
    id: slug(row.id),
    kind: oneOf(unitKinds, row.kind),
    name: readName(row.name),
    contact: orNull(row.contact, readContact),
    openingHours: orNull(row.opening_hours, readHours),
    inboxEmail: row.inbox_email,
    source: row.source,
  }
}

const text = Type.String()
const optional = Type.Optional(text)
const source = Type.Union([text, Type.Null()])
const spans = Type.Array(Type.Object({ from: text, to: text }))

const readName = reader<LocalText>('a name', Type.Object({ de: text, fr: optional, it: optional, en: optional }))
const readTheme = reader<Theme>('a theme', Type.Object({ accent: text }))
const readContact = reader<Contact>(
  'a contact',
  Type.Object({
    ...{ street: optional, postcode: text, locality: text },
    ...{ phone: optional, email: optional, website: optional, source },
  }),
)
const readHours = reader<OpeningHours>(
  'opening hours',
  Type.Object({ week: Type.Object(Object.fromEntries(weekdays.map((day) => [day, Type.Optional(spans)]))), source }),
)

function reader<Value>(what: string, schema: TSchema): (value: JsonValue) => Value {
  const isValue = validatorOf(Type.Unsafe<Value>(schema))
  return (value) => {
    if (isValue(value)) return value
    const faults = isValue.problems(value).map(({ path, message }) => `${path} ${message}`.trim())
    throw new StoredRowError(`the column does not hold ${what}: ${faults.join(' ')}`)
  }
}

function readDay(day: string): IsoDate {
  if (isIsoDate(day)) return day
  throw new StoredRowError(`${day} is no day`)
}

function oneOf<Value extends string>(values: readonly Value[], value: string): Value {
  const found = values.find((known) => known === value)
  if (found === undefined) throw new StoredRowError(`${value} is none of ${values.join(', ')}`)
  return found
}

function orNull<From, To>(value: From | null, read: (value: From) => To): To | null {
  return value === null ? null : read(value)
}
