import type { Example } from '../../gallery/example.ts'
import { TextField } from '../text-field/text-field.tsx'
import { Fieldset } from './fieldset.tsx'

export const examples: Example[] = [
  {
    name: 'address',
    vnode: () => (
      <Fieldset legend="Neue Adresse" id="fs-address">
        <TextField id="fs-street" name="street" label="Strasse und Hausnummer" autocomplete="address-line1" />
        <TextField id="fs-town" name="town" label="Ort" width="m" autocomplete="address-level2" />
      </Fieldset>
    ),
  },
]
