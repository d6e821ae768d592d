import { afterAll, beforeAll, expect, test } from 'vitest'
import { type StaffActor, systemActor } from '#kernel/db/actor.ts'
import { statement } from '#kernel/db/transaction.ts'
import { demoId } from '#kernel/identity/demo/people-file.ts'
import { slug, uuid } from '#kernel/ids.ts'
import { demoNodeId } from '#modules/strategy/demo/project-story.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Visitor } from '#test/support/visitor.ts'
import { modules } from '../../src/app.ts'

let town: Town
let office: Visitor
let lea: Visitor

beforeAll(async () => {
  town = await openTown()
  office = await town.signIn({ role: 'strategist', authority: 'luzern' })
  lea = await town.signIn({ name: 'Lea Beispiel' })
})
afterAll(() => town.close())

const desk = '/de/luzern/desk/strategy'
const [led, foreign] = ['beispiel-baugesuche-online', 'beispiel-online-schalter'] as const
const home = (project: string, path = '') => `${desk}/projects/${project}${path}?authority=luzern`
const type = { 'content-type': 'application/x-www-form-urlencoded' }
const send = (who: Visitor, path: string, fields: Readonly<Record<string, string>> = {}) =>
  who.post(path, new URLSearchParams(fields).toString(), type)

const day = (name: string, [year, month, date]: readonly [string, string, string]) => ({
  [`${name}.day`]: date,
  [`${name}.month`]: month,
  [`${name}.year`]: year,
})
const report = {
  ...{ kind: 'status', summary: 'Läuft', own_rating: 'watch', own_reason: 'Knapp' },
  ...day('as_of', ['2026', '11', '21']),
}

/** What PostgreSQL says to a statement under somebody's own name: rows changed, or its code of refusal. */
async function write(actor: StaffActor, text: string, values: readonly unknown[] = []): Promise<number | string> {
  try {
    return await town.house.kernel.database.write(actor, async (scope) => {
      const { numAffectedRows } = await scope.db.executeQuery(statement(text, values))
      return Number(numAffectedRows ?? 0n)
    })
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
    throw error
  }
}

const luzern = slug<'authority'>('luzern')
const leaActor: StaffActor = {
  kind: 'staff',
  staffId: demoId<'staff'>('staff', 'lea-beispiel'),
  identityId: null,
  name: 'Lea Beispiel',
  memberships: [{ authorityId: luzern, unitId: null, role: 'project_lead' }],
  hasSecondFactor: true,
}

test('whoever leads a project signs in, finds hers with what is due, and reads the others', async () => {
  const own = await lea.open('/de/luzern/desk')
  expect(own.heading).toBe('Meine Projekte')
  expect(own.text).toContain('Beispiel: Baugesuche online einreichen')
  expect(own.text).toContain('Schulungskonzept für die Baubewilligungsstelle vorlegen')
  expect(own.text).not.toContain('Beispiel: Online-Schalter')
  for (const tab of [
    'overview',
    'plan',
    'phases',
    'money',
    'risks',
    'change',
    'services',
    'contracts',
    'reports',
    'edit',
  ]) {
    const page = await lea.open(`${home(led)}&tab=${tab}`)
    expect(page.status, tab).toBe(200)
    for (const steering of ['/decisions', '/scores', '/leads'])
      expect(page.document.querySelector(`form[action*="${steering}"]`), `${tab} ${steering}`).toBeNull()
    const other = await lea.open(`${home(foreign)}&tab=${tab}`)
    expect([other.status, other.document.querySelectorAll('main form[method=post]').length], tab).toEqual([200, 0])
  }
  const reads = ['/goals', '/goals/fb1', '/credits', `/credits/${led}-kredit`, '/indicators', '/indicators/ogd-stadt']
  for (const path of [...reads, '/half-years', '/roadmap', '/projects']) {
    const { status, document } = await lea.open(`${desk}${path}`)
    expect([status, document.querySelectorAll('main form[method=post]').length], path).toEqual([200, 0])
    expect(document.querySelector('a[href*="/desk/strategy/people"]'), path).toBeNull()
  }
  for (const path of ['/people', '/planning', '/exchange', '/synergies', '/agreements', '/parliament'])
    expect((await lea.open(`${desk}${path}`)).status, path).toBe(403)
})

test('she reports with her own rating and writes of her project; what is the office’s stays as it is', async () => {
  const before = await town.query(
    `select n.audience, n.standing, p.budget, p.phase from strategy.nodes n join strategy.projects p on p.node_id = n.id where n.slug = $1`,
    [led],
  )
  expect((await send(lea, home(led, '/reports'), report)).text).toContain('Gespeichert')
  const edit = await (await lea.open(`${home(led)}&tab=edit`)).fill({ Nutzen: 'Weniger Wege' }).submit('Speichern')
  expect(edit.text).toContain('Gespeichert')
  const risk = { title: 'Zu spät', probability: '2', impact: '2', owner: 'Baudirektion', state: 'open' }
  expect((await send(lea, home(led, '/parts/risks'), risk)).text).toContain('Zu spät')
  const contract = { kind: 'contract', partner: 'Beispiel Neu AG', subject: 'Test', shown: 'with_project' }
  expect((await send(lea, home(led, '/parts/contracts'), contract)).text).toContain('Beispiel Neu AG')
  const [credit] = await town.query<{ id: string; spent: number }>(
    `select node_id as id, spent::int from strategy.credits c join strategy.nodes n on n.id = c.node_id where n.slug = $1`,
    [`${led}-kredit`],
  )
  const money = {
    credit: credit?.id ?? '',
    account: 'investment',
    month: '01.2030',
    committed: '0',
    spent: '7',
    expected: '0',
  }
  expect((await send(lea, home(led, '/months'), money)).text).toContain('Gespeichert')
  const [after] = await town.query<{ spent: number }>(`select spent::int from strategy.credits where node_id = $1`, [
    credit?.id,
  ])
  expect(after?.spent).toBe((credit?.spent ?? 0) + 700)
  expect(
    await town.query(
      `select n.audience, n.standing, p.budget, p.phase from strategy.nodes n join strategy.projects p on p.node_id = n.id where n.slug = $1`,
      [led],
    ),
  ).toEqual(before)
  // The same with what is for the office: refused, whichever form it comes in.
  const rated = { independent_rating: 'good', independent_reason: 'Selbst', independent_by: 'Ich' }
  expect(
    (await send(lea, home(led, '/reports'), { ...report, ...day('as_of', ['2026', '11', '20']), ...rated })).status,
  ).toBe(403)
  expect((await send(lea, home(led, '/months'), { ...money, month: '02.2030', planned: '9' })).status).toBe(403)
  const { document } = await lea.open(`${home(led)}&tab=edit`)
  const fields = Object.fromEntries(
    [...document.querySelectorAll(`form[action*="${led}"] [name]`)].map((field) => [
      field.getAttribute('name') ?? '',
      field.getAttribute('value') ??
        field.querySelector('option[selected]')?.getAttribute('value') ??
        (field.tagName === 'TEXTAREA' ? (field.textContent ?? '') : ''),
    ]),
  )
  const changes = { audience: 'authority', standing: 'own_record', level: 'canton', budget: '1' }
  for (const [name, value] of Object.entries(changes))
    expect((await send(lea, home(led), { ...fields, [name]: value })).status, name).toBe(403)
  const edge = { other: `luzern/${foreign}`, direction: 'from', says: 'Baudirektion', source: 'Plan' }
  const edges = `${desk}/goals/${led}/edges?authority=luzern`
  expect((await send(lea, edges, { ...edge, verb: 'depends_on' })).text).toContain('Gespeichert')
  // Hers is what her project needs, not what others need of it, nor what pays for it.
  expect((await send(lea, edges, { ...edge, verb: 'depends_on', direction: 'to' })).status).toBe(403)
  const funds = { ...edge, other: `luzern/${led}-kredit`, verb: 'funds', direction: 'to' }
  expect((await send(lea, edges, funds)).status).toBe(403)
})

test('no form of the desk for the strategy takes anything of another project or of the office from her', async () => {
  const permissions = Object.assign({}, ...modules.map((module) => module.permissions))
  const strategy = modules.find(({ name }) => name === 'strategy')
  const routes = (strategy?.routes(town.house.kernel) ?? []).filter(
    ({ method, path, options }) =>
      method === 'POST' && path.startsWith('/desk/strategy/') && options.permission !== 'strategy.idea.propose',
  )
  expect(routes.length).toBeGreaterThan(40)
  const [milestone] = await town.query<{ id: string }>(
    `select m.id from strategy.milestones m where m.node_id = $1 and m.reached_on is null limit 1`,
    [demoNodeId('luzern', foreign)],
  )
  const before = await town.query(`select revision from strategy.nodes where authority_id = 'luzern' order by id`)
  for (const { path, options } of routes) {
    const isSteering = !permissions[options.permission].includes('project_lead')
    // What the office alone says is tried on her own project.
    const name = isSteering && path.includes('/projects/') ? led : foreign
    const at = path
      .replace(':slug', name)
      .replace(':part', 'risks')
      .replace(':keeper', 'luzern')
      .replace(/:\w+/g, milestone?.id ?? '')
    const body = {
      ...report,
      title: 'Fremd',
      probability: '1',
      impact: '1',
      owner: 'Ich',
      state: 'open',
      met_note: 'Ja',
    }
    const answer = await send(lea, `/de/luzern${at}?authority=luzern`, body)
    expect([403, 404], `${path}: ${answer.status}`).toContain(answer.status)
  }
  expect(await town.query(`select revision from strategy.nodes where authority_id = 'luzern' order by id`)).toEqual(
    before,
  )
})

test('the tables take of her what is of her projects, and nothing else, whatever a fault in the program lets through', async () => {
  const own = demoNodeId('luzern', led)
  const other = demoNodeId('luzern', foreign)
  const tables = await town.query<{ name: string; policies: number }>(
    `select c.relname as name, (select count(*)::int from pg_policy p where p.polrelid = c.oid and not p.polpermissive
       and p.polname in (c.relname || '_led_insert', c.relname || '_led_update', c.relname || '_led_delete')) as policies
     from pg_class c where c.relnamespace = 'strategy'::regnamespace and c.relkind = 'r'`,
  )
  expect(tables.filter(({ policies }) => policies !== 3)).toEqual([])
  const ofProjects = [
    'milestones',
    'risks',
    'change_measures',
    'contracts',
    'project_services',
    'demands',
    'status_reports',
  ]
  const [there] = await town.query<{ count: number }>(
    `select (select count(*) from strategy.risks where node_id = $1) * (select count(*) from strategy.milestones where node_id = $1)
       * (select count(*) from strategy.contracts where node_id = $1)
       * (select count(*) from strategy.status_reports where node_id = $1) as count`,
    [other],
  )
  expect(Number(there?.count)).toBeGreaterThan(0)
  for (const table of ofProjects) {
    expect(
      await write(leaActor, `update strategy.${table} set node_id = node_id where node_id = $1`, [other]),
      table,
    ).toBe(0)
    if (table !== 'status_reports')
      expect(await write(leaActor, `delete from strategy.${table} where node_id = $1`, [other]), table).toBe(0)
  }
  expect(await write(leaActor, `update strategy.risks set title = 'Neu' where node_id = $1`, [own])).toBeGreaterThan(0)
  // Nothing of hers is carried to another project.
  expect(await write(leaActor, `update strategy.risks set node_id = $1 where node_id = $2`, [other, own])).toBe('42501')
  // Of every table that is the office's, she changes and removes no row.
  const named = [
    ...ofProjects,
    'nodes',
    'projects',
    'edges',
    'gate_conditions',
    'project_phases',
    'money_months',
    'project_profiles',
  ]
  for (const { name } of tables.filter((one) => !named.includes(one.name))) {
    const removed = await write(leaActor, `delete from strategy.${name}`)
    expect([0, '42501'], `${name}: ${removed}`).toContain(removed)
  }
  const denied: readonly (readonly [string, readonly unknown[]])[] = [
    [`update strategy.nodes set audience = 'authority' where id = $1`, [own]],
    [`update strategy.nodes set standing = 'own_record' where id = $1`, [own]],
    [`update strategy.nodes set follows_contracts = true where id = $1`, [own]],
    [`update strategy.projects set phase = 'closed' where node_id = $1`, [own]],
    [`update strategy.projects set budget = 1 where node_id = $1`, [own]],
    [`update strategy.project_phases set released = 1 where node_id = $1`, [own]],
    [`update strategy.gate_conditions set due_on = '2030-01-01' where node_id = $1`, [own]],
    [`update strategy.money_months set planned = planned + 1 where project_id = $1`, [own]],
    [
      `update strategy.status_reports set independent_rating = 'good', independent_reason = 'x', independent_by = 'y' where node_id = $1 and frozen_at is null`,
      [own],
    ],
    [
      `insert into strategy.gate_decisions (authority_id, id, node_id, audience, gate, outcome, phase_before, phase_after, decided_on, decided_by, reason, made_at)
       values ('luzern', uuidv7(), $1, 'public', 'closure', 'approved', 'introduction', 'closure', '2026-11-20', 'Ich', 'x', now())`,
      [own],
    ],
    [
      `insert into strategy.project_leads (authority_id, id, node_id, staff_id, name, part, since)
       values ('luzern', uuidv7(), $1, $2, 'Lea Beispiel', 'deputy', '2026-11-20')`,
      [other, leaActor.staffId],
    ],
    [
      `insert into strategy.risks (authority_id, id, node_id, title, probability, impact, owner, state)
       values ('luzern', uuidv7(), $1, 'x', 1, 1, 'y', 'open')`,
      [other],
    ],
  ]
  for (const [text, values] of denied) expect(await write(leaActor, text, values), text).toBe('42501')
  for (const text of [
    `delete from strategy.nodes where id = $1`,
    `delete from strategy.money_months where project_id = $1`,
    `update strategy.credits set approved = 1 where authority_id = 'luzern' and $1::uuid is not null`,
    `update strategy.project_leads set until = since where node_id = $1`,
  ])
    expect(await write(leaActor, text, [own]), text).toBe(0)
})

test('what follows from what she writes follows: decisions are called after their project', async () => {
  const own = demoNodeId('luzern', led)
  const renamed = `update strategy.nodes set title = title || '{"de": "Beispiel: Umbenannt"}' where id = $1`
  expect(await write(leaActor, renamed, [own])).toBe(1)
  const decisions = await town.query<{ title: string }>(
    `select n.title ->> 'de' as title from strategy.nodes n join strategy.gate_decisions d on d.id = n.id where d.node_id = $1`,
    [own],
  )
  expect(decisions.length).toBeGreaterThan(0)
  for (const { title } of decisions) expect(title).toContain('Beispiel: Umbenannt')
})

test('the office says who leads on the project’s page; it ends at once, and the role’s end ends it everywhere', async () => {
  const page = await office.open(home(led))
  expect(page.text).toContain('Lea Beispiel, Leitung, seit')
  const staff = String(leaActor.staffId)
  expect(
    (
      await send(office, home(foreign, '/leads'), {
        staff: String(uuid<'staff'>(demoNodeId('luzern', led))),
        part: 'lead',
      })
    ).status,
  ).toBe(422)
  expect((await send(office, home(foreign, '/leads'), { staff, part: 'deputy' })).text).toContain(
    'Lea Beispiel, Stellvertretung',
  )
  expect((await send(office, home(foreign, '/leads'), { staff, part: 'deputy' })).status).toBe(409)
  expect((await send(lea, home(foreign, '/reports'), report)).text).toContain('Gespeichert')
  const assigned = await office.open(home(foreign))
  const end = assigned.document.querySelector('form[action*="/leads/"]')?.getAttribute('action') ?? ''
  expect((await send(office, end)).text).toContain('Lea Beispiel, Stellvertretung, 22.11.2026 bis 22.11.2026')
  expect((await send(lea, home(foreign, '/reports'), report)).status).toBe(403)
  expect(
    await write(leaActor, `update strategy.risks set title = 'x' where node_id = $1`, [demoNodeId('luzern', foreign)]),
  ).toBe(0)
  expect(
    await town.query(
      `select action from kernel.audit_entries where action like 'strategy.project.lead%' and subject_id = $1 order by id`,
      [demoNodeId('luzern', foreign)],
    ),
  ).toEqual([{ action: 'strategy.project.lead_assigned' }, { action: 'strategy.project.lead_ended' }])

  await town.house.kernel.database.write(systemActor('people'), async (scope) => {
    await scope.db.deleteFrom('kernel.staff_roles').where('staff_id', '=', staff).execute()
  })
  expect((await lea.open(home(led))).status).toBe(403)
  expect(
    await town.query(`select id from strategy.project_leads where staff_id = $1 and until is null`, [staff]),
  ).toEqual([])
  expect((await office.open(home(led))).text).toContain('Niemand leitet dieses Projekt.')
})
