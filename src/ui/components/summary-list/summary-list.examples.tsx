import type { Example } from '../../gallery/example.ts'
import { SummaryList } from './summary-list.tsx'

export const examples: Example[] = [
  {
    name: 'answers to review',
    vnode: () => (
      <SummaryList
        rows={[
          { key: 'Umzugsdatum', value: '01.12.2026', changeHref: '?page=date', changeLabel: 'ändern' },
          {
            key: 'Neue Adresse',
            value: 'Beispielstrasse 12\n6003 Luzern',
            changeHref: '?page=address',
            changeLabel: 'ändern',
          },
          {
            key: 'Aufenthaltsbewilligungsverlängerungsgesuch',
            value: 'Nein',
            changeHref: '?page=permit',
            changeLabel: 'ändern',
          },
        ]}
      />
    ),
  },
]
