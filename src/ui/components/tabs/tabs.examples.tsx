import type { Example } from '../../gallery/example.ts'
import { Tabs } from './tabs.tsx'

export const examples: Example[] = [
  {
    name: 'inbox',
    vnode: () => (
      <Tabs
        label="Eingang"
        items={[
          { href: '?view=new', text: 'Neu', count: 8, isCurrent: true },
          { href: '?view=mine', text: 'Meine', count: 14 },
          { href: '?view=due', text: 'Fällig', count: 2 },
          { href: '?view=waiting', text: 'Wartend', count: '999+' },
        ]}
      />
    ),
  },
]
