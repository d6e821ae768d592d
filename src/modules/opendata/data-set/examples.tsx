import type { Translate } from '#kernel/i18n/translate.ts'
import { Details } from '#ui/components/details/details.tsx'
import { dataSetPath, downloadPath } from '../catalogue/addresses.ts'
import type { Distribution, PublishedDataSet } from '../catalogue/data-set.ts'
import { collectionId, collectionPath, featuresPath } from '../features/links.ts'
import { placeOf } from '../tables/place.ts'

type Example = { readonly name: string; readonly code: string }

/** How programs come to the rows of a table and to what is said of the data set, ready to be run. */
export function examplesOf(dataSet: PublishedDataSet, table: Distribution, origin: string): readonly Example[] {
  const csv = origin + downloadPath(dataSet, table.slug, 'csv')
  const parquet = origin + downloadPath(dataSet, table.slug, 'parquet')
  return [
    { name: 'curl, CSV', code: `curl -O '${csv}'` },
    {
      name: 'curl, CKAN API',
      code: `curl '${origin}/api/3/action/datastore_search?resource_id=${table.id}&limit=5'`,
    },
    ...(placeOf(table.columns ?? [])
      ? [
          {
            name: 'curl, OGC API – Features',
            code: `curl '${origin}${collectionPath(collectionId(dataSet, table))}/items?bbox=8.2,47,8.4,47.1&limit=5'`,
          },
          { name: 'QGIS, WFS / OGC API – Features', code: origin + featuresPath },
        ]
      : []),
    { name: 'Python, pandas', code: `import pandas as pd\n\ndata = pd.read_csv('${csv}')` },
    { name: 'R', code: `data <- read.csv('${csv}')` },
    { name: 'DuckDB', code: `select * from '${parquet}' limit 5;` },
    { name: 'curl, DCAT-AP CH', code: `curl -L -H 'Accept: text/turtle' '${origin}${dataSetPath(dataSet)}'` },
  ]
}

type Props = { examples: readonly Example[]; title: string; t: Translate }

export function Examples({ examples, title, t }: Props) {
  return (
    <Details summary={title}>
      {examples.map(({ name, code }) => (
        <copy-text key={name} data-copy={t('opendata.data_set.copy')} data-copied={t('opendata.data_set.copied')}>
          <p class="copy-line">
            <strong>{name}</strong>
          </p>
          <pre class="code-block">
            <code>{code}</code>
          </pre>
        </copy-text>
      ))}
    </Details>
  )
}
