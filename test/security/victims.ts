import { expect } from 'vitest'
import { programWithDraft } from '#test/support/drafts.ts'
import type { Town } from '#test/support/town.ts'
import { type Ask, ask, type MadeCase, makeCase, multipart, pdf, proveCase } from './attack.ts'

/** What others are after: two cases of Kriens and everything else that belongs to it, to a clerk of it, and to a person. */
export type Victims = {
  /** Of a guest, and of Mia Muster; each has a message with a file, a note, and a question that is open. */
  readonly cases: readonly VictimCase[]
  /** Ids of rows of Kriens or of these people, of every table that has some. */
  readonly ids: readonly string[]
  /** Slugs and ids of records of the strategy that Kriens keeps to itself. */
  readonly steering: readonly string[]
  readonly mia: string
  readonly guest: string
  readonly clerk: string
}
export type VictimCase = MadeCase & { readonly file: string; readonly question: string }

/** Stands in every text of theirs, and nowhere else. */
export const secret = 'Geheimniswort-Mirabelle'

const answerBy = { 'answer_by.day': '10', 'answer_by.month': '12', 'answer_by.year': '2026' }

export async function plantVictims(town: Town, idsPerTable: number): Promise<Victims> {
  const mia = (await town.signIn({ name: 'Mia Muster' })).cookies()
  const clerk = (await town.signIn({ role: 'clerk', authority: 'kriens' })).cookies()
  const ofGuest = await makeCase(town, { answers: { description: secret } })
  const guest = await proveCase(town, ofGuest)
  const ofMia = await makeCase(town, { cookie: mia, answers: { description: secret } })
  const cases: VictimCase[] = []
  for (const [made, cookie] of [
    [ofGuest, guest],
    [ofMia, mia],
  ] as const) {
    const file = multipart({ text: secret }, [
      { field: 'files', name: `${secret}.pdf`, type: 'application/pdf', content: pdf(secret) },
    ])
    const at = `/desk/cases/${made.number}`
    const steps: Ask[] = [
      { path: `/cases/${made.number}/messages`, cookie, ...file },
      { path: `${at}/start`, cookie: clerk, form: {} },
      { path: `${at}/notes`, cookie: clerk, form: { text: secret } },
      { path: `${at}/questions`, cookie: clerk, form: { text: secret, ...answerBy } },
    ]
    for (const step of steps) expect((await ask(town, step)).statusCode, step.path).toBe(303)
    const [row] = await town.query<{ file: string; question: string }>(
      `select (select file_id from egovernment.case_files where case_id = $1 limit 1) as file,
         (select id from egovernment.case_questions where case_id = $1 limit 1) as question`,
      [made.id],
    )
    cases.push({ ...made, file: row?.file ?? '', question: row?.question ?? '' })
  }
  const { draft } = await programWithDraft(town, { answers: { kind: 'road', description: secret } })
  const [staff] = await town.query<{ id: string; session: string }>(
    `select staff_id as id, id as session from kernel.sessions where kind = 'staff' order by id desc limit 1`,
  )
  await town.query(
    `insert into egovernment.text_blocks (authority_id, id, title, texts, changed_by, changed_at)
     values ('kriens', gen_random_uuid(), '${secret}', '{"de": "${secret}"}', $1, now())`,
    [staff?.id],
  )
  await town.query(
    `insert into egovernment.saved_views (staff_id, id, name, search, created_at)
     values ($1, gen_random_uuid(), '${secret}', 'tab=all', now())`,
    [staff?.id],
  )
  const steering = await plantSteering(town)
  return { cases, ids: [draft.id, ...(await idsOf(town, idsPerTable))], steering, mia, guest, clerk }
}

/** A goal, a project, a credit, an indicator, an item of parliament and a plan of Kriens, for its own people alone; gives slugs and ids. */
async function plantSteering(town: Town): Promise<string[]> {
  const kinds = ['focus_area', 'project', 'credit', 'indicator', 'parliament_item'] as const
  const slugs: string[] = []
  for (const kind of kinds) {
    const name = `kept-${kind.replace('_', '-')}`
    await town.query(
      `insert into strategy.nodes (authority_id, id, slug, kind, level, audience, standing, title, text, sources, created_at, changed_at)
       values ('kriens', uuidv7(), $1, $2, 'municipality', 'authority', 'own_record', $3, $3, '[{"title": "Beispiel"}]', now(), now())`,
      [name, kind, JSON.stringify({ de: secret })],
    )
    slugs.push(name)
  }
  await town.query(
    `insert into strategy.projects (authority_id, node_id, audience, phase)
     select authority_id, id, audience, 'initiation' from strategy.nodes where slug = 'kept-project'`,
  )
  await town.query(
    `insert into strategy.credits (authority_id, node_id, audience, kind)
     select authority_id, id, audience, 'budget' from strategy.nodes where slug = 'kept-credit'`,
  )
  const [plan] = await town.query<{ id: string }>(
    `insert into strategy.plan_runs (authority_id, id, name, state, settings, made_at, heard_at)
     values ('kriens', uuidv7(), '${secret}', 'waiting', $1, now(), now()) returning id`,
    [JSON.stringify(settingsOfPlan)],
  )
  const people = await town.query<{ id: string }>(
    `select id from strategy.people where authority_id = 'kriens' limit 2`,
  )
  return [...slugs, plan?.id ?? '', ...people.map(({ id }) => id)]
}

const settingsOfPlan = {
  ...{ aim: 'benefit', money: 'none', usesPeople: true, reserve: 10, mayLeaveOut: false, frontier: 'none' },
  ...{ months: 36, mandatory: [], seconds: 9 },
}

/** Ids in tables with an authority, of Kriens; and sessions and views, which only the victims have by now. */
async function idsOf(town: Town, perTable: number): Promise<string[]> {
  const tables = await town.query<{ name: string; hasAuthority: boolean }>(
    `select n.nspname || '.' || c.relname as name, bool_or(a.attname = 'authority_id') as "hasAuthority"
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname in ('kernel', 'egovernment', 'portal', 'opendata', 'strategy') and not a.attisdropped
     group by 1 having bool_or(a.attname = 'id' and a.atttypid = 'uuid'::regtype) order by 1`,
  )
  const ids: string[] = []
  for (const { name, hasAuthority } of tables) {
    if (!hasAuthority && !/sessions|saved_views/.test(name)) continue
    if (/service_versions|service_offers/.test(name)) continue
    const where = hasAuthority ? `where authority_id = 'kriens'` : ''
    const rows = await town.query<{ id: string }>(`select id from ${name} ${where} order by id desc limit ${perTable}`)
    ids.push(...rows.map(({ id }) => id))
  }
  return [...new Set(ids)]
}
