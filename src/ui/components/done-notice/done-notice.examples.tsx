import type { Example } from '../../gallery/example.ts'
import { DoneNotice } from './done-notice.tsx'

export const examples: Example[] = [
  { name: 'what was done', vnode: () => <DoneNotice title="Die Notiz ist gespeichert." /> },
]
