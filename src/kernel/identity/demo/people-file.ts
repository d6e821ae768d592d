import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { v5 } from 'uuid'
import { parse } from 'yaml'
import { identityLevels, staffRoles } from '../../db/actor.ts'
import { languages } from '../../i18n/language.ts'
import { type Id, uuid } from '../../ids.ts'
import { validatorOf } from '../../validator.ts'
import { mandateRights } from '../mandate.ts'

const strict = { additionalProperties: false }
const text = Type.String({ minLength: 1 })
const slugOf = <Of extends string>() => Type.Unsafe<Id<Of>>({ type: 'string', format: 'slug' })
const email = Type.String({ pattern: '^[a-z.-]+@[a-z.-]+\\.example$' })
const address = Type.Object({ street: text, postcode: Type.String({ pattern: '^\\d{4}$' }), locality: text }, strict)
const human = { id: slugOf<'demo'>(), givenName: text, familyName: text, email, language: Type.Enum([...languages]) }

const residentSchema = Type.Object(
  {
    ...human,
    phone: Type.Optional(text),
    level: Type.Enum([...identityLevels]),
    address,
    about: Type.Object({ de: text, fr: text, it: text, en: text }, strict),
  },
  strict,
)
/** Without services: all of them. */
const representativeSchema = Type.Object(
  {
    person: slugOf<'demo'>(),
    mandate: text,
    right: Type.Enum([...mandateRights]),
    services: Type.Optional(Type.Array(slugOf<'service'>(), { minItems: 1 })),
  },
  strict,
)
const firmSchema = Type.Object(
  {
    id: slugOf<'demo'>(),
    name: text,
    uid: Type.String({ pattern: '^CHE-\\d{3}\\.\\d{3}\\.\\d{3}$' }),
    email,
    language: human.language,
    address,
    representatives: Type.Array(representativeSchema, { minItems: 1 }),
  },
  strict,
)
const roleSchema = Type.Object(
  { authority: slugOf<'authority'>(), unit: Type.Optional(slugOf<'unit'>()), role: Type.Enum([...staffRoles]) },
  strict,
)
const staffSchema = Type.Object({ ...human, roles: Type.Array(roleSchema, { minItems: 1 }) }, strict)
const keySchema = Type.Object(
  {
    name: Type.String({ pattern: '^Demo · ' }),
    role: text,
    authority: Type.Optional(slugOf<'authority'>()),
    scopes: Type.Array(text, { minItems: 1, uniqueItems: true }),
  },
  strict,
)
const peopleSchema = Type.Object(
  {
    residents: Type.Array(residentSchema),
    firms: Type.Array(firmSchema),
    staff: Type.Array(staffSchema),
    keys: Type.Array(keySchema),
  },
  strict,
)

/** The invented people of the demo, as `content/demo/people.yaml` has them. */
export type DemoPeople = Static<typeof peopleSchema>
export type DemoResident = DemoPeople['residents'][number]
export type DemoStaff = DemoPeople['staff'][number]

const isPeople = validatorOf(peopleSchema)

const demoPeopleFile = join(import.meta.dirname, '../../../../content/demo/people.yaml')

let ownPeople: DemoPeople | undefined

/** The demo's people, read once by a process. Throws with all faults when the file cannot be used. */
export function readDemoPeople(): DemoPeople {
  ownPeople ??= readPeopleFile(demoPeopleFile)
  return ownPeople
}

/** Reads people as the demo has them. Throws with all faults when the file cannot be used. */
export function readPeopleFile(file: string): DemoPeople {
  const content: unknown = parse(readFileSync(file, 'utf8'))
  if (isPeople(content)) return content
  const faults = isPeople.problems(content).map(({ path, message }) => `  ${path} ${message}`)
  throw new Error(`${file}:\n${faults.join('\n')}`)
}

export function fullName(person: { givenName: string; familyName: string }): string {
  return `${person.givenName} ${person.familyName}`
}

// Any fixed UUID serves: the same person has the same id at each start and on each machine.
const namespace = '6f1d0c1e-5a57-5c58-9a5e-1b7c6d2f3a10'

/** The id of a demo row, always the same for the same person. */
export function demoId<Of extends string>(kind: string, id: string): Id<Of> {
  return uuid(v5(`${kind}:${id}`, namespace))
}
