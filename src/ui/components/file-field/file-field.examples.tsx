import { type Example, t } from '../../gallery/example.ts'
import { FileField } from './file-field.tsx'

export const examples: Example[] = [
  {
    name: 'with a file handed in',
    vnode: () => (
      <FileField
        t={t}
        id="ff-contract"
        name="contract"
        label="Mietvertrag"
        accept=".pdf,image/*"
        multiple
        maxBytesText="PDF oder Foto, bis 10 MB."
        files={[{ id: 'f1', name: 'Mietvertrag-Beispielstrasse-12.pdf', size: 2_410_000 }]}
      />
    ),
  },
]
