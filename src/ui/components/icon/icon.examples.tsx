import type { Example } from '../../gallery/example.ts'
import { Icon } from './icon.tsx'

export const examples: Example[] = [
  {
    name: 'beside a text',
    vnode: () => (
      <p>
        <Icon name="Phone" /> 041 000 00 00
      </p>
    ),
  },
]
