import type { Example } from '../../gallery/example.ts'
import { Checkbox } from './checkbox.tsx'

export const examples: Example[] = [
  {
    name: 'plain',
    vnode: () => <Checkbox id="cb-true" name="true" label="Meine Angaben sind vollständig und wahr." />,
  },
  {
    name: 'with error',
    vnode: () => (
      <Checkbox
        id="cb-read"
        name="read"
        label="Ich habe die Hinweise gelesen."
        required
        error="Bestätigen Sie, dass Sie die Hinweise gelesen haben."
      />
    ),
  },
]
