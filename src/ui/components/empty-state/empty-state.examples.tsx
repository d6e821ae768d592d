import type { Example } from '../../gallery/example.ts'
import { LinkButton } from '../button/button.tsx'
import { EmptyState } from './empty-state.tsx'

export const examples: Example[] = [
  {
    name: 'no cases yet',
    vnode: () => (
      <EmptyState title="Sie haben noch keine Geschäfte" icon="Inbox" level={3}>
        <p>Sobald Sie etwas melden oder beantragen, sehen Sie hier, wo es steht.</p>
        <LinkButton href="/services">Dienstleistung suchen</LinkButton>
      </EmptyState>
    ),
  },
]
