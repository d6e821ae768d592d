import { type Example, t } from '../../gallery/example.ts'
import { Breadcrumbs } from './breadcrumbs.tsx'

export const examples: Example[] = [
  {
    name: 'three levels',
    vnode: () => (
      <Breadcrumbs
        t={t}
        items={[
          { href: '/', text: 'Luzern' },
          { href: '/services', text: 'Dienstleistungen' },
          { text: 'Umzug melden' },
        ]}
      />
    ),
  },
]
