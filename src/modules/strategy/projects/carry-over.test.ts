import { join } from 'node:path'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { importAuthorities } from '#kernel/authorities/import-authorities.ts'
import { loadAuthorities } from '#kernel/authorities/load-authorities.ts'
import { migrate, readMigrations } from '#kernel/db/migrate.ts'
import { asOwner, emptyDatabase } from '#test/support/test-database.ts'
import { migrationFolders } from '../../../app.ts'

const authorities = loadAuthorities(join(import.meta.dirname, '../../../../content/authorities'))
const all = readMigrations(migrationFolders())
const idOf = (n: number) => `0198c0de-0000-7000-8000-${String(n).padStart(12, '0')}`

/** Projects of before, one invented and one real, each with a decision at a gate and contracts with the same partner. */
const before = `
  insert into strategy.nodes (authority_id, id, slug, kind, level, audience, standing, title, owner, sources, created_at, changed_at) values
    ('luzern', '${idOf(1)}', 'beispiel-portal', 'project', 'municipality', 'public', 'example', '{"de":"Beispiel: Portal","en":"Example: portal"}', 'Amt', '[{"title":"Erfunden"}]', now(), now()),
    ('luzern', '${idOf(2)}', 'archiv', 'project', 'municipality', 'public', 'own_record', '{"de":"Archiv"}', 'Amt', '[{"title":"Akte"}]', now(), now()),
    ('luzern', '${idOf(3)}', 'geheim', 'project', 'municipality', 'authority', 'own_record', '{"de":"Geheim"}', null, '[{"title":"Akte"}]', now(), now());
  insert into strategy.gate_decisions (authority_id, id, node_id, audience, gate, outcome, phase_before, phase_after, decided_on, decided_by, reason, made_at) values
    ('luzern', '${idOf(11)}', '${idOf(1)}', 'public', 'ms20', 'approved', 'initiation', 'execution', '2026-03-02', 'Strategiegremium', 'Geprüft', now()),
    ('luzern', '${idOf(12)}', '${idOf(1)}', 'public', 'ms20', 'deferred', 'initiation', 'initiation', '2026-03-02', 'Strategiegremium', 'Später', now()),
    ('luzern', '${idOf(13)}', '${idOf(3)}', 'authority', 'is10', 'approved', 'idea', 'impulse', '2026-01-05', 'Gremium', 'Gut', now());
  insert into strategy.gate_conditions (authority_id, id, node_id, decision_id, text, owner, due_on) values
    ('luzern', '${idOf(21)}', '${idOf(1)}', '${idOf(11)}', 'Konzept', 'Amt', '2026-06-30');
  insert into strategy.contracts (authority_id, id, node_id, kind, partner, subject, begins_on, ends_on) values
    ('luzern', '${idOf(31)}', '${idOf(1)}', 'contribution', 'Universität Müsterli', 'Forschung', '2026-02-01', null),
    ('luzern', '${idOf(32)}', '${idOf(2)}', 'contract', ' universität müsterli', 'Kurs', null, '2025-12-31'),
    ('luzern', '${idOf(33)}', '${idOf(3)}', 'contract', 'Firma', 'Geheimes', null, null);`

test('what was decided and agreed before is carried over into the graph, and nothing is shown wider than it was', async () => {
  const urls = await emptyDatabase()
  onTestFinished(() => urls.drop())
  await migrate(
    urls.ownerUrl,
    all.filter(({ name }) => name < '20261129T02'),
  )
  await importAuthorities(urls.ownerUrl, authorities)
  const client = new Client({ connectionString: urls.ownerUrl })
  await client.connect()
  await client.query(before)
  await client.end()
  await migrate(urls.ownerUrl, all)

  const nodes = await asOwner(
    urls,
    `select n.slug, n.kind, n.audience, n.standing, n.title ->> 'de' as title, n.belongs_to is not null as belongs from strategy.nodes n
     where n.kind in ('decision', 'partner') order by n.slug`,
  )
  const decision = { kind: 'decision', belongs: true }
  expect(nodes).toEqual([
    {
      ...{ slug: 'beispiel-portal-ms20-2026-03-02', audience: 'public', standing: 'example' },
      ...{ ...decision, title: 'Projektstart: Durchführungsfreigabe (MS20) – Beispiel: Portal' },
    },
    {
      ...{ slug: 'beispiel-portal-ms20-2026-03-02-00000012', audience: 'public', standing: 'example' },
      ...{ ...decision, title: 'Projektstart: Durchführungsfreigabe (MS20) – Beispiel: Portal' },
    },
    { slug: 'firma', kind: 'partner', audience: 'authority', standing: 'own_record', title: 'Firma', belongs: false },
    {
      ...{ slug: 'geheim-is10-2026-01-05', audience: 'authority', standing: 'own_record' },
      ...{ ...decision, title: 'Aufnahme ins Portfolio (IS10) – Geheim' },
    },
    {
      ...{ slug: 'universitaet-muesterli', kind: 'partner', audience: 'public', standing: 'example' },
      ...{ title: 'Universität Müsterli', belongs: false },
    },
  ])
  const edges = await asOwner(
    urls,
    `select f.slug as from, e.kind, t.slug as to, e.since::text, e.until::text, e.audience from strategy.edges e
     join strategy.nodes f on f.id = e.from_id join strategy.nodes t on t.id = e.to_id where f.kind = 'partner' order by f.slug, t.slug`,
  )
  expect(edges).toEqual([
    expect.objectContaining({ from: 'firma', kind: 'takes_part', to: 'geheim', until: null, audience: 'authority' }),
    // Entered for the own authority alone, it stays so until somebody shows it.
    expect.objectContaining({
      kind: 'takes_part',
      to: 'archiv',
      since: '2025-12-31',
      until: '2026-01-01',
      audience: 'authority',
    }),
    expect.objectContaining({
      kind: 'funds',
      to: 'beispiel-portal',
      since: '2026-02-01',
      until: null,
      audience: 'public',
    }),
  ])
  expect(await asOwner(urls, 'select audience from strategy.gate_conditions')).toEqual([{ audience: 'public' }])
  expect(await asOwner(urls, "select count(*)::int as n from strategy.edges where kind = 'decided_by'")).toEqual([
    { n: 3 },
  ])
})
