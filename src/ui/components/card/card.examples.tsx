import type { Example } from '../../gallery/example.ts'
import { Card, CardGrid } from './card.tsx'

export const examples: Example[] = [
  {
    name: 'life situations',
    vnode: () => (
      <CardGrid>
        <Card title="Umziehen" href="/services?life=moving" icon="Truck">
          Adresse melden, an- und abmelden
        </Card>
        <Card title="Familie und Kinder" href="/services?life=family" icon="PersonGroup">
          Geburt, Heirat, Betreuung
        </Card>
        <Card title="Bauen und wohnen" href="/services?life=building" icon="House">
          Baugesuch, Grundbuch, Wohnsitzbestätigung
        </Card>
        <Card title="Tiere" href="/services?life=animals" icon="Dog">
          Hund anmelden und abmelden
        </Card>
      </CardGrid>
    ),
  },
  {
    name: 'plain, without link',
    vnode: () => <Card title="Öffnungszeiten">Montag bis Freitag, 08.00–11.45 Uhr</Card>,
  },
]
