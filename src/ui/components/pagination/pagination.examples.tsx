import { type Example, t } from '../../gallery/example.ts'
import { Pagination } from './pagination.tsx'

export const examples: Example[] = [
  { name: 'both ways', vnode: () => <Pagination t={t} previousHref="?before=a" nextHref="?after=z" /> },
]
