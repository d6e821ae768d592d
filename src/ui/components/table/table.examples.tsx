import type { Example } from '../../gallery/example.ts'
import { Table } from './table.tsx'

export const examples: Example[] = [
  {
    name: 'with figures',
    vnode: () => (
      <Table
        caption="Eingegangene Geschäfte (Beispiel)"
        head={['Dienstleistung', { text: 'Offen', isNumeric: true }, { text: 'Erledigt', isNumeric: true }]}
        rows={[
          ['Umzug melden', 12, "1'204"],
          ['Wohnsitzbestätigung', 3, 861],
          ['Schaden melden', 27, 340],
        ]}
      />
    ),
  },
  {
    name: 'a list that folds on a phone',
    vnode: () => (
      <Table
        caption="Projekte (Beispiel)"
        folds
        head={['Projekt', 'Phase', { text: 'Budget', isNumeric: true }]}
        rows={[
          ['Baugesuche online', 'Konzept', "CHF 120'000.00"],
          ['Digitales Archiv', 'Realisierung', "CHF 80'000.00"],
        ]}
      />
    ),
  },
  {
    name: 'sorted by a column',
    vnode: () => (
      <Table
        caption="Gemeinden (Beispiel)"
        head={[
          { text: 'Gemeinde', sort: { href: '?sort=gemeinde' } },
          { text: 'Einwohner', isNumeric: true, sort: { href: '?sort=', state: 'descending' } },
        ]}
        rows={[
          ['Emmen', "32'145"],
          ['Horw', "14'310"],
        ]}
      />
    ),
  },
]
