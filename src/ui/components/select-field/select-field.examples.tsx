import type { Example } from '../../gallery/example.ts'
import { SelectField } from './select-field.tsx'

export const examples: Example[] = [
  {
    name: 'municipality',
    vnode: () => (
      <SelectField
        id="sf-place"
        name="place"
        label="Gemeinde"
        emptyLabel="Bitte wählen"
        options={[
          { value: '1054', label: 'Ebikon' },
          { value: '1059', label: 'Kriens' },
          { value: '1061', label: 'Luzern' },
        ]}
      />
    ),
  },
]
