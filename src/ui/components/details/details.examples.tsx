import type { Example } from '../../gallery/example.ts'
import { Details } from './details.tsx'

export const examples: Example[] = [
  {
    name: 'closed and open',
    vnode: () => (
      <>
        <Details summary="Wozu brauchen wir das?">
          <p>Damit wir Sie bei Rückfragen erreichen.</p>
        </Details>
        <Details summary="Welche Dokumente gelten?" isOpen>
          <p>Mietvertrag, Kaufvertrag oder eine Bestätigung der Person, bei der Sie wohnen.</p>
        </Details>
      </>
    ),
  },
]
