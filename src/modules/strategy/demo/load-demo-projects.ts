import { join } from 'node:path'
import { sql } from 'kysely'
import { v5 } from 'uuid'
import { type SystemActor, systemActor } from '#kernel/db/actor.ts'
import { noteFact, readFact } from '#kernel/db/facts.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { fingerprintOf } from '#kernel/fingerprint.ts'
import { slug, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { joinPartner } from '../projects/partners.ts'
import { freezeHalfYear } from '../report/freeze-half-year.ts'
import { theDay } from '../roadmap/roadmap-details.ts'
import { type DemoProject, readDemoProjects } from './project-file.ts'
import { demoNodeId, storyOf } from './project-story.ts'
import { storyDay } from './story-days.ts'

export const demoProjectFolder = join(import.meta.dirname, '../../../../content/demo/strategy/projects')

const platform = systemActor('strategy')
const loadedFact = 'strategy.loaded_demo_projects'
const namespace = '0198c0de-5717-7000-8000-de6000000001'

/** Brings the demo's invented projects along, once each: what somebody has made of them since stays. Gives a line that says so, if any was new. */
export async function loadDemoProjects({
  database,
  authorities,
}: Pick<Kernel, 'database' | 'authorities'>): Promise<string | undefined> {
  const projects = readDemoProjects(demoProjectFolder).filter(({ authority }) => authorities.find(authority))
  if (projects.length === 0) return undefined
  const fingerprint = fingerprintOf([demoProjectFolder])
  const known = await database.read(platform, (scope) => readFact(scope, loadedFact))
  if (known === fingerprint) return undefined
  const made = await database.write(platform, (scope) => insertDemoProjects(scope, projects))
  await database.write(platform, async (scope) => noteFact(scope, loadedFact, fingerprint))
  return made > 0 ? `Content     ${made} invented projects` : undefined
}

async function insertDemoProjects(scope: WriteScope<SystemActor>, projects: readonly DemoProject[]): Promise<number> {
  const there = await scope.db
    .selectFrom('strategy.nodes')
    .select(['authority_id', 'slug'])
    .where('kind', '=', 'project')
    .execute()
  const names = new Set(there.map(({ authority_id, slug }) => `${authority_id}/${slug}`))
  const fresh = projects.filter(({ authority, id }) => !names.has(`${authority}/${id}`))
  const stories = fresh.map((project) => storyOf(project, scope.now()))
  const all = <Rows>(of: (story: ReturnType<typeof storyOf>) => readonly Rows[]) => stories.flatMap(of)
  const tables: readonly (readonly [table: string, rows: readonly object[]])[] = [
    ['nodes', all(({ nodes }) => nodes)],
    ['projects', all(({ project }) => [project])],
    ['project_leads', all(({ leads }) => leads)],
    ['project_phases', all((one) => one.phases)],
    ['milestones', all((one) => one.milestones)],
    ['gate_decisions', all((one) => one.decisions)],
    ['gate_conditions', all((one) => one.conditions)],
    ['risks', all((one) => one.risks)],
    ['change_measures', all((one) => one.change)],
    ['contracts', all((one) => one.contracts)],
    ['project_services', all((one) => one.services)],
    ['idea_scores', all((one) => one.scores)],
    ['status_reports', all((one) => one.reports)],
    ['credits', all((one) => one.credits)],
    ['tranches', all((one) => one.tranches)],
    ['money_months', all((one) => one.money)],
  ]
  for (const [table, rows] of tables) await insertRows(scope, table, rows)
  await insertRows(scope, 'edges', await edgesOf(scope, fresh, stories))
  for (const { authority_id, node_id, id } of all((one) => one.contracts))
    await joinPartner(scope, { authorityId: slug<'authority'>(authority_id), id: uuid<'strategy-node'>(node_id) }, id)
  await freezeReported(scope)
  return stories.length
}

/** Freezes every half-year of which a project has reported, as the offices of the demo have done. */
async function freezeReported(scope: WriteScope<SystemActor>): Promise<void> {
  const reported = await scope.db
    .selectFrom('strategy.status_reports as r')
    .select(['r.authority_id', sql<string>`r.as_of::text`.as('as_of')])
    .distinct()
    .where('r.kind', '=', 'half_year')
    .where(sql<boolean>`(r.authority_id, r.as_of) not in (select h.authority_id, h.as_of from strategy.half_years h)`)
    .orderBy('r.authority_id')
    .orderBy('as_of')
    .execute()
  for (const { authority_id, as_of } of reported)
    await freezeHalfYear(scope, { authorityId: slug<'authority'>(authority_id), asOf: theDay(as_of) })
}

/** Many rows at once, by the names of their columns. Text that is JSON becomes the value of a jsonb column. */
async function insertRows(scope: WriteScope<SystemActor>, table: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  const isJson = (value: unknown): value is string => typeof value === 'string' && /^[[{]/.test(value)
  const whole = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]: [string, unknown]) => [
        column,
        isJson(value) ? JSON.parse(value) : value,
      ]),
    ),
  )
  const columns = sql.join(Object.keys(rows[0] ?? {}).map((column) => sql.ref(column)))
  const target = sql.table(`strategy.${table}`)
  await sql`insert into ${target} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${target}, ${JSON.stringify(whole)}::jsonb)`.execute(scope.db)
}

/** What the projects serve, need and are paid from; what is not in this installation is left away. */
async function edgesOf(
  scope: WriteScope<SystemActor>,
  projects: readonly DemoProject[],
  stories: readonly ReturnType<typeof storyOf>[],
) {
  const wanted = projects.flatMap(({ authority, id, serves = [], dependsOn = [] }) => [
    ...serves.map((to) => ({ kind: 'serves', authority, id, to })),
    ...dependsOn.map((to) => ({ kind: 'depends_on', authority, id, to })),
  ])
  const slugs = wanted.map(({ to }) => to.split('/')[1] ?? '')
  const found = await scope.db
    .selectFrom('strategy.nodes')
    .select(['authority_id', 'slug', 'id', 'audience'])
    .where('slug', 'in', ['', ...slugs])
    .execute()
  const ends = new Map(found.map((node) => [`${node.authority_id}/${node.slug}`, node]))
  type End = Pick<(typeof found)[number], 'authority_id' | 'id' | 'audience'>
  const edge = (kind: string, authority: string, from: string, to: End) => ({
    authority_id: authority,
    id: v5(`${kind} ${from} ${to.authority_id} ${to.id}`, namespace),
    kind,
    from_authority: authority,
    from_id: from,
    from_audience: 'public',
    to_authority: to.authority_id,
    to_id: to.id,
    to_audience: to.audience,
    since: '2026-01-01',
    owner: 'Fachstelle Digitales',
    source: JSON.stringify({ title: 'Beispiel der Demo, frei erfunden', date: storyDay }),
    made_at: scope.now(),
  })
  const joined = wanted.flatMap(({ kind, authority, id, to }) => {
    const target = ends.get(to)
    return target ? [edge(kind, authority, demoNodeId(authority, id), target)] : []
  })
  const funded = stories.flatMap(({ project, funds }) =>
    funds ? [edge('funds', project.authority_id, funds, { ...project, id: project.node_id })] : [],
  )
  return [...joined, ...funded]
}
