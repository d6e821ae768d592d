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
  {
    name: 'many',
    vnode: () => (
      <Tabs
        label="Teile des Projekts"
        fold="Teile"
        items={['Übersicht', 'Planung', 'Phasen', 'Geld', 'Risiken', 'Veränderung', 'Verträge'].map((text, at) => ({
          href: `?tab=${at}`,
          text,
          isCurrent: at === 4,
        }))}
      />
    ),
  },
]
