import { type Example, t } from '../../gallery/example.ts'
import { DateField } from './date-field.tsx'

export const examples: Example[] = [
  {
    name: 'birthday',
    vnode: () => (
      <DateField
        t={t}
        id="df-birth"
        name="birth"
        label="Geburtsdatum"
        hint="Zum Beispiel 27 3 1985."
        autocomplete="bday"
      />
    ),
  },
  {
    name: 'with one wrong part',
    vnode: () => (
      <DateField
        t={t}
        id="df-move"
        name="moveDate"
        label="Wann ziehen Sie um?"
        value={{ day: '31', month: '11', year: '2026' }}
        error="Den 31. November gibt es nicht."
        errorParts={['day']}
      />
    ),
  },
]
