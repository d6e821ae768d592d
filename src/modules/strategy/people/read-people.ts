import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { type AuthorityId, uuid } from '#kernel/ids.ts'
import type { NodeId } from '../graph/node.ts'
import { oneOf, readText } from '../graph/queries.ts'
import type { SkillLevel } from '../planning/instance.ts'
import { firstDay, monthOf } from './months.ts'
import { type Person, type PersonId, projectRoles, type Skill, skillLevels } from './person.ts'

/** What an authority calls the things that people can do, by name. */
export async function listSkills(scope: Scope, authorityId: AuthorityId): Promise<Skill[]> {
  const rows = await scope.db
    .selectFrom('strategy.skills')
    .select(['id', 'slug', 'name'])
    .where('authority_id', '=', authorityId)
    .orderBy('slug')
    .limit(200)
    .execute()
  return rows.map((row) => ({ id: uuid<'strategy-skill'>(row.id), slug: row.slug, name: readText(row.name) }))
}

/** The most people that one page or one plan is made of. */
export const mostPeople = 300

/** Who works in projects of an authority, by name, paged; with their skills, and what is noted of their months from one on. */
export async function listPeople(
  scope: Scope,
  {
    authorityId,
    from,
    after,
  }: { authorityId: AuthorityId; from: number; after?: Pick<Person, 'name' | 'id'> | undefined },
): Promise<Person[]> {
  let query = peopleQuery(scope, authorityId)
    .where(sql<boolean>`(p.until is null or p.until >= ${firstDay(from)})`)
    .orderBy('p.name')
    .orderBy('p.id')
    .limit(mostPeople)
  if (after) query = query.where(sql<boolean>`(p.name, p.id) > (${after.name}, ${after.id})`)
  return withParts(scope, authorityId, await query.execute(), from)
}

/** Somebody by her id; undefined where there is none or she is not for this actor to see. */
export async function findPerson(scope: Scope, authorityId: AuthorityId, id: PersonId): Promise<Person | undefined> {
  const rows = await peopleQuery(scope, authorityId).where('p.id', '=', id).execute()
  return (await withParts(scope, authorityId, rows, 0))[0]
}

type PersonRow = {
  id: string
  name: string
  role: string
  month_tenths: number
  since: string
  until: string | null
  revision: number
}

function peopleQuery(scope: Scope, authorityId: AuthorityId) {
  return scope.db
    .selectFrom('strategy.people as p')
    .select(['p.id', 'p.name', 'p.role', 'p.month_tenths', 'p.revision'])
    .select([sql<string>`p.since::text`.as('since'), sql<string | null>`p.until::text`.as('until')])
    .where('p.authority_id', '=', authorityId)
}

async function withParts(
  scope: Scope,
  authorityId: AuthorityId,
  rows: readonly PersonRow[],
  from: number,
): Promise<Person[]> {
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  const [skills, months] = await Promise.all([
    scope.db
      .selectFrom('strategy.person_skills')
      .select(['person_id', 'skill_id', 'level'])
      .where('authority_id', '=', authorityId)
      .where('person_id', 'in', ids)
      .execute(),
    scope.db
      .selectFrom('strategy.person_months')
      .select(['person_id', sql<string>`month::text`.as('month'), 'tenths', 'away'])
      .where('authority_id', '=', authorityId)
      .where('person_id', 'in', ids)
      .where(sql<boolean>`month >= ${from === 0 ? '0001-01-01' : firstDay(from)}`)
      .orderBy('month')
      .execute(),
  ])
  const skillsOf = Map.groupBy(skills, ({ person_id }) => person_id)
  const monthsOf = Map.groupBy(months, ({ person_id }) => person_id)
  return rows.map((row) => ({
    authorityId,
    id: uuid<'strategy-person'>(row.id),
    name: row.name,
    role: oneOf(projectRoles, row.role),
    tenths: row.month_tenths,
    since: monthOf(row.since),
    until: row.until === null ? undefined : monthOf(row.until),
    revision: row.revision,
    skills: (skillsOf.get(row.id) ?? []).map(({ skill_id, level }) => ({
      skillId: uuid<'strategy-skill'>(skill_id),
      level: readLevel(level),
    })),
    months: (monthsOf.get(row.id) ?? []).map(({ month, tenths, away }) => ({
      month: monthOf(month),
      tenths: tenths ?? undefined,
      away,
    })),
  }))
}

/** A level as it is stored. Throws for what is none. */
export function readLevel(stored: number): SkillLevel {
  const found = skillLevels.find((level) => level === stored)
  if (found === undefined) throw new RangeError(`${stored} is no level`)
  return found
}

/** What a project needs of a skill in a month. */
export type DemandLine = {
  readonly nodeId: NodeId
  readonly skillId: Skill['id']
  readonly level: SkillLevel
  readonly month: number
  readonly tenths: number
  readonly isAgreed: boolean
}

/** What the projects of an authority that are not over need of people, in months from one to another. */
export async function listDemands(
  scope: Scope,
  {
    authorityId,
    from,
    to,
    nodeId,
  }: { authorityId: AuthorityId; from: number; to: number; nodeId?: NodeId | undefined },
): Promise<DemandLine[]> {
  let query = scope.db
    .selectFrom('strategy.demands as d')
    .select(['d.node_id', 'd.skill_id', 'd.level', 'd.tenths', 'd.state', sql<string>`d.month::text`.as('month')])
    .where('d.authority_id', '=', authorityId)
    .where(sql<boolean>`d.month between ${firstDay(from)} and ${firstDay(to)}`)
    .orderBy('d.month')
    .orderBy('d.node_id')
    .limit(50_000)
  query = nodeId
    ? query.where('d.node_id', '=', nodeId)
    : query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('strategy.projects as p')
            .select('p.node_id')
            .whereRef('p.authority_id', '=', 'd.authority_id')
            .whereRef('p.node_id', '=', 'd.node_id')
            .where('p.phase', 'not in', ['closed', 'stopped']),
        ),
      )
  return (await query.execute()).map((row) => ({
    nodeId: uuid<'strategy-node'>(row.node_id),
    skillId: uuid<'strategy-skill'>(row.skill_id),
    level: readLevel(row.level),
    month: monthOf(row.month),
    tenths: row.tenths,
    isAgreed: row.state === 'agreed',
  }))
}

/** The projects and measures of an authority that are not over, whether needs are entered for them or not; by name, up to a thousand. */
export async function listOpenProjects(
  scope: Scope,
  authorityId: AuthorityId,
): Promise<readonly { readonly slug: string; readonly title: LocalText }[]> {
  const rows = await scope.db
    .selectFrom('strategy.projects as p')
    .innerJoin('strategy.nodes as n', (on) =>
      on.onRef('n.authority_id', '=', 'p.authority_id').onRef('n.id', '=', 'p.node_id'),
    )
    .select(['n.slug', 'n.title'])
    .where('p.authority_id', '=', authorityId)
    .where('p.phase', 'not in', ['closed', 'stopped'])
    .orderBy('n.slug')
    .limit(1_000)
    .execute()
  return rows.map((row) => ({ slug: row.slug, title: readText(row.title) }))
}

/** Names and addresses of some projects. */
export async function namesOfNodes(
  scope: Scope,
  authorityId: AuthorityId,
  ids: readonly NodeId[],
): Promise<Map<NodeId, { readonly slug: string; readonly title: LocalText }>> {
  if (ids.length === 0) return new Map()
  const rows = await scope.db
    .selectFrom('strategy.nodes')
    .select(['id', 'slug', 'title'])
    .where('authority_id', '=', authorityId)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [uuid<'strategy-node'>(row.id), { slug: row.slug, title: readText(row.title) }]))
}

/** When she is planned for what, by the plan that was taken over last. */
export async function listAssignmentsOf(
  scope: Scope,
  authorityId: AuthorityId,
  personId: PersonId,
): Promise<{ nodeId: NodeId; skillId: Skill['id']; month: number; tenths: number }[]> {
  const rows = await scope.db
    .selectFrom('strategy.plan_assignments as a')
    .innerJoin('strategy.plan_runs as r', (on) =>
      on.onRef('r.authority_id', '=', 'a.authority_id').onRef('r.id', '=', 'a.run_id'),
    )
    .select(['a.node_id', 'a.skill_id', 'a.tenths', sql<string>`a.month::text`.as('month')])
    .where('a.authority_id', '=', authorityId)
    .where('a.person_id', '=', personId)
    .where('r.taken_over_at', 'is not', null)
    .orderBy('a.month')
    .limit(2_000)
    .execute()
  return rows.map((row) => ({
    nodeId: uuid<'strategy-node'>(row.node_id),
    skillId: uuid<'strategy-skill'>(row.skill_id),
    month: monthOf(row.month),
    tenths: row.tenths,
  }))
}
