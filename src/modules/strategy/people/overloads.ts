import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import { type AuthorityId, uuid } from '#kernel/ids.ts'
import { capacityMap } from './capacity-map.ts'
import { firstDay, monthOf } from './months.ts'
import type { Person, Skill } from './person.ts'
import { type DemandLine, listPeople, listSkills, readLevel } from './read-people.ts'

/** Of a skill more is asked in some months than all who have it can give: the months (counted), tenths of days missing, and how many have it. */
export type Overload = {
  readonly skill: Skill
  readonly months: readonly number[]
  readonly missing: number
  readonly able: number
}

/** Half a year: what is short later can still be moved. */
const monthsAhead = 6

/** Where people are short in the half-year that begins now, the skill that lacks most first. Names nobody. */
export async function listOverloads(scope: Scope, authorityId: AuthorityId): Promise<readonly Overload[]> {
  const from = monthOf(scope.today())
  const [people, skills, demands] = await Promise.all([
    listPeople(scope, { authorityId, from }),
    listSkills(scope, authorityId),
    sumDemands(scope, authorityId, from),
  ])
  return overloadsOf({ people, skills, demands }, from)
}

/** The same from what was read. */
export function overloadsOf(
  read: { people: readonly Person[]; skills: readonly Skill[]; demands: readonly DemandLine[] },
  from: number,
): readonly Overload[] {
  if (read.demands.length === 0) return []
  const map = capacityMap(read, { from, spans: monthsAhead, length: 1 })
  return read.skills
    .flatMap((skill) => {
      const short = (map.skills.get(skill.id) ?? []).flatMap(({ missing }, at) =>
        missing > 0 ? [{ month: from + at, missing }] : [],
      )
      if (short.length === 0) return []
      const able = read.people.filter(({ skills }) => skills.some(({ skillId }) => skillId === skill.id)).length
      const missing = short.reduce((sum, one) => sum + one.missing, 0)
      return [{ skill, months: short.map(({ month }) => month), missing, able }]
    })
    .toSorted((one, other) => other.missing - one.missing || one.skill.slug.localeCompare(other.skill.slug))
}

/** All projects together stand for one: the day's page asks how much, not who asks. */
const allProjects = uuid<'strategy-node'>('00000000-0000-0000-0000-000000000000')

/** What all projects that are not over need of each skill and level, by month. */
async function sumDemands(scope: Scope, authorityId: AuthorityId, from: number): Promise<DemandLine[]> {
  const { rows } = await sql<{ skill_id: string; level: number; month: string; tenths: number }>`
    select d.skill_id, d.level, d.month::text as month, sum(d.tenths)::int as tenths
    from strategy.demands d
    join strategy.projects p on p.authority_id = d.authority_id and p.node_id = d.node_id and p.phase not in ('closed', 'stopped')
    where d.authority_id = ${authorityId} and d.month between ${firstDay(from)}::date and ${firstDay(from + monthsAhead - 1)}::date
    group by d.skill_id, d.level, d.month order by d.month, d.skill_id, d.level`.execute(scope.db)
  return rows.map((row) => ({
    nodeId: allProjects,
    skillId: uuid<'strategy-skill'>(row.skill_id),
    level: readLevel(row.level),
    month: monthOf(row.month),
    tenths: row.tenths,
    isAgreed: false,
  }))
}
