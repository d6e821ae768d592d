import { type Example, t } from '../../gallery/example.ts'
import { PlaceField } from './place-field.tsx'

export const examples: Example[] = [
  { name: 'empty', vnode: () => <PlaceField t={t} id="pf-damage" name="place" label="Wo ist der Schaden?" /> },
  {
    name: 'with coordinates and error',
    vnode: () => (
      <PlaceField
        t={t}
        id="pf-light"
        name="light"
        label="Wo ist die Lampe?"
        value={{ east: '2666120', north: '1211540', text: '' }}
        error="Beschreiben Sie den Ort in Worten."
      />
    ),
  },
]
