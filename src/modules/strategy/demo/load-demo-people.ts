import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { v5 } from 'uuid'
import { parse } from 'yaml'
import { type SystemActor, systemActor } from '#kernel/db/actor.ts'
import { noteFact, readFact } from '#kernel/db/facts.ts'
import { jsonb } from '#kernel/db/jsonb.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { fingerprintOf } from '#kernel/fingerprint.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { validatorOf } from '#kernel/validator.ts'
import { localTextSchema } from '../graph/node.ts'
import { firstDay, monthOf } from '../people/months.ts'
import { projectRoles } from '../people/person.ts'

const strict = { additionalProperties: false }
const slug = Type.String({ format: 'slug' })
const month = Type.String({ pattern: '^20\\d{2}-(0[1-9]|1[0-2])$' })
const days = Type.Number({ minimum: 0, maximum: 31, multipleOf: 0.5 })
const level = Type.Integer({ minimum: 1, maximum: 4 })

const personSchema = Type.Object(
  {
    id: slug,
    name: Type.String({ pattern: '(Beispiel|Muster)$' }),
    role: Type.Enum([...projectRoles]),
    days,
    skills: Type.Record(slug, level),
    /** Hundredths of a month. */
    away: Type.Optional(Type.Record(month, Type.Integer({ minimum: 1, maximum: 100 }))),
    /** Days in months that differ. */
    months: Type.Optional(Type.Record(month, days)),
  },
  strict,
)
const demandSchema = Type.Object(
  { project: slug, skill: slug, level, from: month, to: month, days, agreed: Type.Optional(Type.Boolean()) },
  strict,
)
const authoritySchema = Type.Object(
  {
    authority: slug,
    skills: Type.Record(slug, localTextSchema),
    people: Type.Array(personSchema),
    demand: Type.Array(demandSchema),
  },
  strict,
)
const isStaff = validatorOf(authoritySchema)
type Staff = Readonly<Static<typeof authoritySchema>>

const folder = join(import.meta.dirname, '../../../../content/demo/strategy/people')
const platform = systemActor('strategy')
const loadedFact = 'strategy.loaded_demo_people'
const namespace = '0198c0de-5717-7000-8000-de6000000002'

/** Brings the demo's invented people along, once: what somebody has made of them since stays. Gives a line that says so, if any was new. */
export async function loadDemoPeople({
  database,
  authorities,
}: Pick<Kernel, 'database' | 'authorities'>): Promise<string | undefined> {
  const fingerprint = fingerprintOf([folder])
  const known = await database.read(platform, (scope) => readFact(scope, loadedFact))
  if (known === fingerprint) return undefined
  const staffs = readDemoPeople().filter(({ authority }) => authorities.find(authority))
  const made = await database.write(platform, async (scope) => {
    let count = 0
    for (const staff of staffs) count += await insertStaff(scope, staff)
    await noteFact(scope, loadedFact, fingerprint)
    return count
  })
  return made > 0 ? `Content     ${made} invented people in projects` : undefined
}

/** The folder's people, a file per authority. Throws a `TypeError` that names file and place of what is wrong. */
export function readDemoPeople(): readonly Staff[] {
  return readdirSync(folder)
    .toSorted()
    .map((file) => {
      const content: unknown = parse(readFileSync(join(folder, file), 'utf8'))
      if (isStaff(content)) return content
      throw new TypeError(
        isStaff
          .problems(content)
          .map(({ path, message }) => `${file} ${path} ${message}`)
          .join('; '),
      )
    })
}

async function insertStaff(scope: WriteScope<SystemActor>, staff: Staff): Promise<number> {
  const { authority } = staff
  const nothing = { authority_id: authority }
  const idOf = (name: string) => v5(`${authority}:${name}`, namespace)
  const there = await scope.db
    .selectFrom('strategy.people')
    .select('id')
    .where('authority_id', '=', authority)
    .limit(1)
    .executeTakeFirst()
  if (there || staff.people.length === 0) return 0
  await scope.db
    .insertInto('strategy.skills')
    .values(
      Object.entries(staff.skills).map(([name, text]) => ({
        ...nothing,
        id: idOf(name),
        slug: name,
        name: jsonb(text),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await scope.db
    .insertInto('strategy.people')
    .values(
      staff.people.map(({ id, name, role, days: most }) => ({
        ...nothing,
        id: idOf(`person ${id}`),
        name,
        role,
        month_tenths: most * 10,
        since: '2026-01-01',
        changed_at: scope.now(),
      })),
    )
    .execute()
  await scope.db
    .insertInto('strategy.person_skills')
    .values(
      staff.people.flatMap((person) =>
        Object.entries(person.skills).map(([skill, known]) => ({
          ...nothing,
          person_id: idOf(`person ${person.id}`),
          skill_id: idOf(skill),
          level: known,
        })),
      ),
    )
    .execute()
  const months = staff.people.flatMap(({ id, away = {}, months: other = {} }) =>
    [...new Set([...Object.keys(away), ...Object.keys(other)])].map((one) => {
      const tenths = other[one]
      return {
        ...nothing,
        person_id: idOf(`person ${id}`),
        month: `${one}-01`,
        tenths: tenths === undefined ? null : tenths * 10,
        away: (away[one] ?? 0) * 10,
      }
    }),
  )
  if (months.length > 0) await scope.db.insertInto('strategy.person_months').values(months).execute()
  await insertDemand(scope, staff, idOf)
  return staff.people.length
}

async function insertDemand(
  scope: WriteScope<SystemActor>,
  { authority, demand }: Staff,
  idOf: (name: string) => string,
): Promise<void> {
  const nodes = await scope.db
    .selectFrom('strategy.nodes')
    .select(['id', 'slug'])
    .where('authority_id', '=', authority)
    .where('slug', 'in', ['', ...demand.map(({ project }) => project)])
    .execute()
  const nodeOf = new Map(nodes.map(({ id, slug: name }) => [name, id]))
  const rows = demand.flatMap(({ project, skill, level: least, from, to, days: most, agreed }) => {
    const node = nodeOf.get(project)
    const [first, last] = [monthOf(from), monthOf(to)]
    return Array.from({ length: node ? last - first + 1 : 0 }, (_one, at) => ({
      authority_id: authority,
      node_id: node ?? '',
      skill_id: idOf(skill),
      level: least,
      month: firstDay(first + at),
      tenths: Math.round(most * 10),
      state: agreed ? ('agreed' as const) : ('planned' as const),
    }))
  })
  if (rows.length > 0) await scope.db.insertInto('strategy.demands').values(rows).execute()
}
