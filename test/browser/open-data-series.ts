import type { Town } from '#test/support/town.ts'

export const seriesId = '0199c0de-0000-7000-8000-0000000000d5'

/** A series of Kriens that is public with the car parks, and whose choice has changed since; its data sets follow as they were chosen. */
export async function addSeries(town: Town, dataSet: string): Promise<void> {
  const metadata = {
    title: { de: 'Abstellplätze', fr: 'Places de stationnement', it: 'Parcheggi', en: 'Parking' },
    description: { de: 'Wo Autos und Velos stehen (Beispiel).', fr: 'Où se trouvent autos et vélos (exemple).' },
    themes: ['TRAN'],
    frequency: 'ANNUAL',
    contact: { name: { de: 'Tiefbau (Beispiel)' }, email: 'tiefbau@kriens.example' },
    order: 'chosen',
  }
  await town.query(
    `insert into opendata.series (authority_id, id, slug, origin, title, metadata, revision, created_at, changed_at)
     values ('kriens', $1, 'abstellplaetze', 'steward', 'Abstellplätze', $2, 2, now(), now())`,
    [seriesId, JSON.stringify(metadata)],
  )
  await town.query(
    `insert into opendata.published_series (authority_id, id, slug, origin, metadata, revision, published_at, changed_at)
     select authority_id, id, slug, origin, metadata, 1, now(), now() from opendata.series where id = $1`,
    [seriesId],
  )
  await town.query(
    `insert into opendata.series_data_sets (authority_id, series_id, data_set_id, position)
     select authority_id, $1, id, case when id = $2 then 2 else 1 end from opendata.data_sets
     where authority_id = 'kriens' and (id = $2 or slug = 'parkplaetze')`,
    [seriesId, dataSet],
  )
  await town.query(
    `insert into opendata.series_members (authority_id, series_id, data_set_id, position)
     select authority_id, $1, id, 1 from opendata.published_data_sets where authority_id = 'kriens' and slug = 'parkplaetze'`,
    [seriesId],
  )
}
