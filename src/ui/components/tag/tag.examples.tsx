import type { Example } from '../../gallery/example.ts'
import { Tag } from './tag.tsx'

export const examples: Example[] = [
  {
    name: 'all kinds',
    vnode: () => (
      <p>
        <Tag kind="neutral">Entwurf</Tag> <Tag kind="accent">Neu</Tag> <Tag kind="info">In Bearbeitung</Tag>{' '}
        <Tag kind="success">Entschieden</Tag> <Tag kind="warning">Wartet auf Sie</Tag>{' '}
        <Tag kind="danger">Überfällig</Tag>
      </p>
    ),
  },
]
