import { type Example, t } from '../../gallery/example.ts'
import { TextArea } from './text-area.tsx'

export const examples: Example[] = [
  {
    name: 'with limit',
    vnode: () => <TextArea t={t} id="ta-what" name="what" label="Was ist geschehen?" maxLength={500} rows={4} />,
  },
]
