import { expect, test } from 'vitest'
import { migrate, readMigrations } from '#kernel/db/migrate.ts'
import { scarceMetadata } from '#test/conformance/example-data-sets.ts'
import { asOwner, emptyDatabase } from '#test/support/test-database.ts'
import { migrationFolders } from '../../../app.ts'

const id = (number: number) => `0199c000-0000-7000-8000-${String(number).padStart(12, '0')}`

test('what data sets said of their series before it was a record is kept: names, data sets, and what is public', async () => {
  const urls = await emptyDatabase()
  try {
    const all = readMigrations(migrationFolders())
    await migrate(
      urls.ownerUrl,
      all.filter(({ name }) => name < '20261129T0300'),
    )
    await asOwner(
      urls,
      `insert into kernel.authorities (id, kind, bfs_number, code, name, search_key, languages, content_hash)
       select slug, 'municipality', number, code, jsonb_build_object('de', slug), slug, '{de}', ''
       from (values ('kriens', 1059, 'KRI'), ('horw', 1058, 'HOR')) as listed(slug, number, code)`,
    )
    const said = (series: string) => JSON.stringify({ ...scarceMetadata, series })
    const bench = `insert into opendata.data_sets (authority_id, id, slug, origin, state, title, metadata, created_at, changed_at)
      values ($1, $2, $3, 'steward', $4, 'Satz', $5, now(), now())`
    const shown = `insert into opendata.published_data_sets (authority_id, id, slug, origin, metadata, published_at, changed_at)
      values ($1, $2, $3, 'steward', $4, now(), now())`
    await asOwner(urls, bench, ['kriens', id(1), 'rechnung-2024', 'published', said('rechnung-der-stadt')])
    await asOwner(urls, shown, ['kriens', id(1), 'rechnung-2024', said('rechnung-der-stadt')])
    await asOwner(urls, bench, ['kriens', id(2), 'rechnung-2025', 'draft', said('rechnung-der-stadt')])
    await asOwner(urls, bench, ['horw', id(3), 'rechnung', 'draft', said('rechnung-der-stadt')])
    await asOwner(urls, bench, ['horw', id(4), 'baeume', 'draft', JSON.stringify(scarceMetadata)])
    await migrate(urls.ownerUrl, all)

    const series = await asOwner(
      urls,
      `select s.authority_id as authority, s.slug, s.title, s.metadata ->> 'order' as "order", p.id is not null as "isPublic",
         (select array_agg(d.slug order by m.position) from opendata.series_data_sets m join opendata.data_sets d on d.id = m.data_set_id where m.series_id = s.id) as chosen,
         (select array_agg(data_set_id::text) from opendata.series_members m where m.series_id = s.id) as members
       from opendata.series s left join opendata.published_series p on p.id = s.id order by 1`,
    )
    const common = { slug: 'rechnung-der-stadt', title: 'Rechnung der stadt', order: 'none' }
    expect(series).toEqual([
      { authority: 'horw', ...common, isPublic: false, chosen: ['rechnung'], members: null },
      { authority: 'kriens', ...common, isPublic: true, chosen: ['rechnung-2024', 'rechnung-2025'], members: [id(1)] },
    ])
    const [public_] = await asOwner<{ facets: string[]; metadata: object }>(
      urls,
      'select facets, metadata from opendata.published_data_sets',
    )
    expect(public_?.facets).toContain('series:rechnung-der-stadt@kriens')
    expect(public_?.metadata).toEqual(scarceMetadata)
    expect(await asOwner(urls, `select id from opendata.data_sets where metadata ? 'series'`)).toEqual([])
  } finally {
    await urls.drop()
  }
})
