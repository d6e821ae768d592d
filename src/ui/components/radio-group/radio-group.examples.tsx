import type { Example } from '../../gallery/example.ts'
import { RadioGroup } from './radio-group.tsx'

const options = [
  { value: 'in', label: 'Ich ziehe in die Gemeinde', hint: 'Aus einer anderen Gemeinde oder aus dem Ausland.' },
  { value: 'within', label: 'Ich ziehe innerhalb der Gemeinde um' },
  { value: 'out', label: 'Ich ziehe weg' },
]

export const examples: Example[] = [
  {
    name: 'with hint',
    vnode: () => <RadioGroup id="rg-move" name="move" label="Wohin ziehen Sie?" options={options} value="within" />,
  },
  {
    name: 'yes or no, with error',
    vnode: () => (
      <RadioGroup
        id="rg-dog"
        name="dog"
        label="Haben Sie einen Hund?"
        inline
        error="Wählen Sie Ja oder Nein."
        options={[
          { value: 'yes', label: 'Ja' },
          { value: 'no', label: 'Nein' },
        ]}
      />
    ),
  },
]
