import type { Example } from '../../gallery/example.ts'
import { CheckboxGroup } from './checkbox-group.tsx'

export const examples: Example[] = [
  {
    name: 'several',
    vnode: () => (
      <CheckboxGroup
        id="cg-who"
        name="who"
        label="Wer zieht mit Ihnen um?"
        hint="Sie können mehrere wählen."
        values={['partner']}
        options={[
          { value: 'partner', label: 'Ehefrau, Ehemann, eingetragene Partnerin oder Partner' },
          { value: 'children', label: 'Kinder' },
          { value: 'others', label: 'Andere Personen' },
        ]}
      />
    ),
  },
]
