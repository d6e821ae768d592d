import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { systemActor } from '#kernel/db/actor.ts'
import { formatDate, formatMoney, formatNumber, isIsoDate } from '#kernel/i18n/format.ts'
import type { PublishedCell } from '#kernel/published-table.ts'
import { openTown, type Town } from '#test/support/town.ts'
import { strategyTables } from './open-data.ts'

let town: Town
beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town.close())

type Row = Readonly<Record<string, PublishedCell>>
type Described = {
  distributions: { columns: { name: string; type: string; isRequired?: boolean; codes?: { code: string }[] }[] }[]
}

const columnsOf = (name: string) => {
  const file = join(import.meta.dirname, '../../../content/datasets', `${name}.yaml`)
  const described: Described = parse(readFileSync(file, 'utf8'))
  return described.distributions[0]?.columns ?? []
}

/** The rows of a table by the names of its columns, as the platform publishes them. */
async function rowsOf(name: string): Promise<readonly Row[]> {
  const columns = columnsOf(name)
  const rows = await town.house.kernel.database.read(systemActor('opendata'), async (scope) =>
    strategyTables[name]?.(scope),
  )
  return (rows ?? []).map((row) => {
    expect(row.length, name).toBe(columns.length)
    return Object.fromEntries(columns.map((column, at) => [column.name, row[at] ?? null]))
  })
}

const francs = (rappen: PublishedCell | undefined) => (typeof rappen === 'number' ? formatMoney(rappen) : '–')
const shown = (day: PublishedCell | undefined) => (typeof day === 'string' && isIsoDate(day) ? formatDate(day) : '–')
const project = { authority: 'luzern', project: 'beispiel-baugesuche-online' }
const isOfProject = (row: Row) => row.authority === project.authority && row.project === project.project
const path = `/de/strategy/projects/${project.authority}/${project.project}`

test('each row of the strategy has what its columns promise: figures, days and codes that are described', async () => {
  for (const name of Object.keys(strategyTables)) {
    const rows = await rowsOf(name)
    for (const { name: column, type, isRequired, codes } of columnsOf(name))
      for (const row of rows) {
        const cell = row[column] ?? null
        if (isRequired) expect(cell, `${name} ${column}`).not.toBeNull()
        if (cell === null) continue
        if (type === 'integer') expect(Number.isInteger(cell), `${name} ${column} ${cell}`).toBe(true)
        if (type === 'number') expect(typeof cell, `${name} ${column}`).toBe('number')
        if (type === 'date') expect(cell, `${name} ${column}`).toMatch(/^\d{4}-\d{2}-\d{2}$/)
        if (codes)
          expect(
            codes.map(({ code }) => code),
            `${name} ${column}`,
          ).toContain(cell)
      }
  }
})

test('decisions, conditions, partners and reports of a project are in the open data as its public page tells them', async () => {
  const page = await town.visitor().open(path)
  const tableRows = [...page.document.querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => (cell.textContent ?? '').replace(/\s+/g, ' ').trim()),
  )
  const has = (...cells: readonly string[]) =>
    expect(
      tableRows.filter((row) => cells.every((cell) => row.includes(cell))),
      cells.join(),
    ).toHaveLength(1)

  const decisions = (await rowsOf('strategie-entscheide')).filter(isOfProject)
  expect(decisions.length).toBeGreaterThan(3)
  for (const row of decisions) has(shown(row.decided_on), String(row.decided_by), String(row.reason))
  const conditions = (await rowsOf('strategie-auflagen')).filter(isOfProject)
  expect(conditions).toHaveLength(2)
  for (const { text, due_on: due, met_on: met } of conditions)
    has(String(text), shown(due), met === null ? 'überfällig' : `erfüllt am ${shown(met)}`)
  const partners = (await rowsOf('strategie-partner')).filter(isOfProject)
  expect(partners.map(({ kind, amount_rappen: amount }) => [kind, amount])).toEqual([
    ['contribution', 40_000_00],
    ['contract', 410_000_00],
  ])
  for (const row of partners)
    has(String(row.partner), String(row.subject), francs(row.amount_rappen), shown(row.begins_on))

  const reports = (await rowsOf('strategie-berichte')).filter(isOfProject)
  expect(reports.map((row) => row.as_of)).toEqual(['2025-12-31', '2026-06-30'])
  has('Bis dann ausgegeben', francs(reports[0]?.spent_rappen), francs(reports[1]?.spent_rappen))
  has('Budget', francs(reports[0]?.budget_rappen), francs(reports[1]?.budget_rappen))
  for (const reason of [reports[1]?.own_reason, reports[1]?.independent_reason])
    expect(page.text).toContain(String(reason))
  // Who wrote a decision or a condition down, and to whom it falls, is nobody else's business.
  expect(page.text).not.toContain('Projektleitung')
})

test('each frozen half-year is in the open data as the page tells it that compares two, and nothing withdrawn', async () => {
  const [before, after] = ['2025-12-31', '2026-06-30']
  const page = await town.visitor().open(`/de/strategy/half-years?authority=luzern&before=${before}&after=${after}`)
  const lines = [...page.document.querySelectorAll('main tbody tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => (cell.textContent ?? '').replace(/\s+/g, ' ').trim()),
  )
  const rows = (await rowsOf('strategie-halbjahre')).filter(({ authority }) => authority === 'luzern')
  const kinds = new Set(rows.map(({ kind }) => kind))
  for (const kind of ['goals', 'indicators', 'projects', 'credits', 'milestones']) expect(kinds).toContain(kind)
  for (const [at, halfYear] of [before, after].entries()) {
    const own = rows.filter((row) => row.half_year === halfYear)
    // Milestones that were reached before the earlier day are not compared.
    const compared = own.filter(({ kind, state }) => kind !== 'milestones' || state !== 'reached' || halfYear === after)
    for (const row of compared) {
      const told = [
        ...(typeof row.figure === 'number' ? [`${formatNumber(row.figure)} ${row.unit}`] : []),
        ...(row.kind === 'projects' || row.kind === 'credits' ? [francs(row.spent_rappen)] : []),
        ...(row.kind === 'credits' ? [francs(row.approved_rappen), francs(row.remaining_rappen)] : []),
        ...(row.day === null ? [] : [shown(row.day)]),
      ]
      const found = lines.some(
        ([name = '', ...cells]) => name.includes(String(row.title)) && told.every((one) => cells[at]?.includes(one)),
      )
      expect(found, `${halfYear} ${row.title} ${told.join()}`).toBe(true)
    }
  }
  const [project] = rows.filter(({ kind }) => kind === 'projects')
  await town.query("update strategy.nodes set audience = 'authority' where authority_id = 'luzern' and slug = $1", [
    project?.slug,
  ])
  const left = await rowsOf('strategie-halbjahre')
  expect(left.filter(({ authority, slug }) => authority === 'luzern' && slug === project?.slug)).toEqual([])
  await town.query("update strategy.nodes set audience = 'public' where authority_id = 'luzern' and slug = $1", [
    project?.slug,
  ])
})

test('each credit is in the open data with the totals of its public page', async () => {
  const rows = await rowsOf('strategie-kreditsummen')
  const [known] = await town.query<{ n: number }>(
    "select count(*)::int as n from strategy.credits where audience = 'public'",
  )
  expect(rows).toHaveLength(known?.n ?? 0)
  expect(rows.length).toBeGreaterThan(10)
  for (const row of rows) {
    const page = await town.visitor().open(`/de/strategy/goals/${row.authority}/${row.credit}`)
    const told = new Map(
      [...page.document.querySelectorAll('dt')].map((term) => [term.textContent, term.nextElementSibling?.textContent]),
    )
    const names = { Beantragt: 'requested', Bewilligt: 'approved', 'Gekürzt um': 'cut', Verpflichtet: 'committed' }
    for (const [name, column] of Object.entries({ ...names, Ausgegeben: 'spent', Verfügbar: 'remaining' }))
      expect(told.get(name), `${row.credit} ${name}`).toBe(francs(row[`${column}_rappen`]))
  }
})

test('every amount that a source tells of a credit stands in the open data and the interface as on its page', async () => {
  const rows = await rowsOf('strategie-betraege')
  const overview = (await town.visitor().open('/de/strategy')).text
  for (const amount of ["14'381'500", "1'733'800"]) expect(overview).toContain(amount)
  const amounts = rows.map((row) => row.amount_rappen)
  for (const rappen of [14_381_500_00, 1_733_800_00, 13_300_000_00, 13_500_000_00]) expect(amounts).toContain(rappen)
  expect(rows).toContainEqual(expect.objectContaining({ about: 'cut', amount_rappen: 1_000_000_00 }))
  const answer = await town.house.app.inject({
    url: '/api/v1/strategy/nodes?kind=credit&authority=luzern&limit=200',
    headers: { host: town.host },
  })
  for (const row of rows.filter(({ kind, authority }) => kind === 'credit' && authority === 'luzern')) {
    const page = (await town.visitor().open(`/de/strategy/goals/luzern/${row.thing}`)).text
    if (typeof row.amount_rappen === 'number') expect(page).toContain(formatNumber(row.amount_rappen / 100))
    const item = answer.json().items.find(({ slug }: { slug: string }) => slug === row.thing)
    expect(item.amounts[Number(row.place) - 1]).toMatchObject({
      ...{ rappen: row.amount_rappen, about: row.about, qualifier: row.qualifier },
      source: { title: row.source },
    })
  }
})

test('what an executive answered to a motion is in the open data', async () => {
  const [item] = await town.query<{ slug: string }>(
    `update strategy.parliament_items i set answer = 'Wird umgesetzt.', answered_on = '2026-10-01' from strategy.nodes n
     where n.authority_id = i.authority_id and n.id = i.node_id and i.audience = 'public' and n.slug = (
       select slug from strategy.nodes where kind = 'parliament_item' and audience = 'public' order by slug limit 1) returning n.slug`,
  )
  const row = (await rowsOf('strategie-vorstoesse')).find(({ slug }) => slug === item?.slug)
  expect(row).toMatchObject({ answer: 'Wird umgesetzt.', answered_on: '2026-10-01' })
})

test('what an indicator measures is in the open data with target and baseline, also where nobody measures it', async () => {
  const rows = await rowsOf('strategie-indikatordefinitionen')
  const public_ = await town.query<{ n: number }>(
    "select count(*)::int as n from strategy.indicator_definitions where audience = 'public'",
  )
  expect(rows).toHaveLength(public_[0]?.n ?? 0)
  const energy = rows.find(({ slug }) => slug === 'energie')
  expect(energy).toMatchObject({ source: null, target: null, is_counted: false })
  const page = await town.visitor().open('/de/strategy/indicators/kanton-luzern/energie')
  expect(page.text).toContain(String(energy?.definition))
})

test('a day on which a source was read is not told as the day since when something holds', async () => {
  const edge = (await rowsOf('strategie-verbindungen')).find(
    (row) => row.from_slug === 'kt-digitaler-wandel' && row.to_slug === 'kz1',
  )
  expect(edge).toMatchObject({ since: '2026-11-22', since_is: 'read' })
  const page = await town.visitor().open('/de/strategy/goals/kanton-luzern/kz1')
  expect([page.text.includes('gelesen am 22.11.2026'), page.text.includes('seit 22.11.2026')]).toEqual([true, false])
  const api = await town.visitor().open('/api/v1/strategy/nodes/kanton-luzern/kz1/edges')
  expect(api.html).toContain('"sinceIs":"read"')
})

test('what a synergy is to save and what it saved are columns of their own', async () => {
  const [synergy] = await town.query<{ id: string }>(
    `update strategy.synergies set state = 'measured', planned = 90000, realised = 50000 where id = (select id from strategy.synergies
       where audience = 'public' and other_audience = 'public' order by id limit 1) returning id`,
  )
  const row = (await rowsOf('strategie-synergien')).find((one) => one.synergy === synergy?.id)
  expect(row).toMatchObject({ planned_rappen: 90_000, agreed_rappen: null, realised_rappen: 50_000 })
})

test('how members vote is said of no agreement whose source does not', async () => {
  const framework = (await rowsOf('strategie-vereinbarungen')).find(
    ({ agreement: slug }) => slug === 'rahmenvereinbarung-kanton-vlg',
  )
  expect(framework).toMatchObject({ standing: 'public_record', vote_weight: null, majority: null, quorum: null })
})

const agreement = '0198c0de-0000-7000-8000-0000000a9ee0'
const memberOf = (n: number) => `0198c0de-0000-7000-8000-00000000e0${n}0`

test('members of an agreement pay by head and share its cost to the Rappen, in open data as on its page', async () => {
  await town.query(
    `insert into strategy.nodes (authority_id, id, slug, kind, level, audience, standing, title, sources, created_at, changed_at)
     values ('luzern', $1, 'probe-vereinbarung', 'agreement', 'joint', 'public', 'own_record', '{"de":"Probe"}', '[{"title":"Vertrag"}]', now(), now())`,
    [agreement],
  )
  await town.query(
    `insert into strategy.agreements (authority_id, node_id, audience, kind, cost_key, yearly_cost, rates)
     values ('luzern', $1, 'public', 'operation', 'population', 10000001, '[{"from":"2022","rappenPerHead":250},{"from":"2099","rappenPerHead":999}]')`,
    [agreement],
  )
  for (const [n, authority, heads] of [
    [1, 'kriens', 28_000],
    [2, 'emmen', 31_001],
    [3, 'horw', 14_500],
  ] as const) {
    await town.query(
      `insert into strategy.agreement_members (authority_id, id, node_id, audience, member_authority_id, name, since) values ('luzern', $1, $2, 'public', $3, $3, '2022-01-01')`,
      [memberOf(n), agreement, authority],
    )
    await town.query(
      `insert into strategy.populations (authority_id, as_of, inhabitants, standing, source) values ($1, '2025-12-31', $2, 'own_record', '{"title":"Probe"}')`,
      [authority, heads],
    )
    for (const slug of ['beispiel-baugesuche-online', 'beispiel-sensornetz'])
      await town.query(
        `insert into strategy.agreement_parts (authority_id, id, node_id, audience, member_id, member_authority_id, project_authority_id, project_id, since)
         select 'luzern', gen_random_uuid(), $1, 'public', $2, $3, authority_id, id, '2026-01-01' from strategy.nodes where slug = $4`,
        [agreement, memberOf(n), authority, slug],
      )
  }
  const own = (rows: readonly Row[]) => rows.filter((row) => row.agreement === 'probe-vereinbarung')
  expect(own(await rowsOf('strategie-vereinbarungen'))).toMatchObject([
    { kind: 'operation', cost_key: 'population', yearly_cost_rappen: 100_000_01, rate_rappen: 250, rate_from: '2022' },
  ])
  expect(own(await rowsOf('strategie-mitglieder')).map((row) => [row.name, row.contribution_rappen])).toEqual([
    ['emmen', 7_750_250],
    ['horw', 3_625_000],
    ['kriens', 7_000_000],
  ])
  const parts = own(await rowsOf('strategie-beteiligungen'))
  expect(parts).toHaveLength(6)
  const shares = parts.filter((row) => row.project === 'beispiel-sensornetz')
  expect(shares.reduce((sum, row) => sum + Number(row.share_rappen), 0)).toBe(100_000_01)
  const ofKriens = Number(shares.find((row) => row.name === 'kriens')?.share_rappen)
  const page = await town.visitor().open('/de/strategy/agreements')
  expect(page.text).toContain(`${francs(250)} je Einwohnerin`)
  expect(page.text).toContain(`Kosten je Jahr: ${francs(100_000_01)}`)
  const rows = [...page.document.querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => cell.textContent).join(' | '),
  )
  expect(rows.filter((row) => row.startsWith('kriens'))).toEqual([
    `kriens | 28'000 | ${francs(7_000_000)}`,
    ...[1, 2].map(() => `kriens | 01.01.2026 |  | ${francs(ofKriens)}`),
  ])
})

test('what is withdrawn is in no table: neither a project with all that belongs to it, nor an agreement, nor an indicator', async () => {
  const hidden = ['beispiel-baugesuche-online', 'probe-vereinbarung', 'energie']
  const mentions = async () => {
    const found = new Set<string>()
    for (const name of Object.keys(strategyTables))
      for (const row of await rowsOf(name))
        for (const cell of Object.values(row))
          if (hidden.some((slug) => typeof cell === 'string' && cell.startsWith(slug))) found.add(name)
    return [...found].toSorted()
  }
  expect(await mentions()).toEqual([
    ...[
      'strategie-auflagen',
      'strategie-berichte',
      'strategie-beteiligungen',
      'strategie-eintraege',
      'strategie-entscheide',
      'strategie-halbjahre',
    ],
    ...[
      'strategie-indikatordefinitionen',
      'strategie-kredite',
      'strategie-kreditsummen',
      'strategie-meilensteine',
      'strategie-mitglieder',
      'strategie-partner',
    ],
    ...['strategie-projekte', 'strategie-verbindungen', 'strategie-vereinbarungen'],
  ])
  await town.query("update strategy.nodes set audience = 'authority' where slug = any ($1)", [hidden])
  // The credit of the project is a thing of its own.
  await town.query("update strategy.nodes set audience = 'authority' where slug = 'beispiel-baugesuche-online-kredit'")
  expect(await mentions()).toEqual([])
  expect((await town.visitor().open(path)).status).toBe(404)
})

test('a strategist says line by line who sees a partner: kept inside it is on no public page and in no table', async () => {
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const home = '/luzern/desk/strategy/projects/beispiel-online-schalter?authority=luzern&tab=contracts'
  const enter = async (partner: string, who: string) =>
    (await strategist.open(home))
      .fill({ Art: 'Vertrag', Partner: partner, Gegenstand: 'Betrieb', Betrag: '1000', 'Wer es sieht': who })
      .submit('Speichern')
  expect((await enter('Probe Offen AG', 'wer das Projekt sieht')).text).toContain('Gespeichert')
  expect((await enter('Probe Intern AG', 'nur die eigene Behörde')).text).toContain('Gespeichert')
  const said = (await rowsOf('strategie-partner')).map(({ partner }) => partner)
  expect([said.includes('Probe Offen AG'), said.includes('Probe Intern AG')]).toEqual([true, false])
  // Also for herself: the page shows what everybody sees.
  for (const reader of [town.visitor(), strategist]) {
    const page = await reader.open('/de/strategy/projects/luzern/beispiel-online-schalter')
    expect([page.text.includes('Probe Offen AG'), page.text.includes('Probe Intern AG')]).toEqual([true, false])
  }
  const question = '/de/strategy/questions?from=luzern/probe-offen-ag&to=luzern/fb1'
  expect((await town.visitor().open(question)).text).toContain(
    '«Probe Offen AG» ist beteiligt an «Beispiel: Online-Schalter der Stadt».',
  )
  expect((await town.visitor().open('/de/strategy/goals/luzern/probe-intern-ag')).status).toBe(404)
})

test('a decision has a page of its own, from which its purpose is asked; the desk shows it and does not change it', async () => {
  const [decision] = await town.query<{ slug: string }>(
    "select slug from strategy.nodes where belongs_to is not null and slug like 'beispiel-online-schalter-ms20%'",
  )
  const slug = decision?.slug ?? ''
  const page = await town.visitor().open(`/de/strategy/goals/luzern/${slug}`)
  expect(page.text).toContain(
    'ist beschlossen mit «Projektstart: Durchführungsfreigabe (MS20) – Beispiel: Online-Schalter der Stadt»',
  )
  const answer = await page.follow('Wozu dient das?')
  expect(answer.text).toContain('dient «E-Government»')
  const strategist = await town.signIn({ role: 'strategist', authority: 'luzern' })
  const desk = `/luzern/desk/strategy/goals/${slug}?authority=luzern`
  expect((await strategist.open(desk)).text).toContain('wird hier nicht geändert')
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  expect((await strategist.post(desk, 'title.de=Anders', type)).status).toBe(409)
})
