import { type Example, t } from '../../gallery/example.ts'
import { ProgressLine } from './progress-line.tsx'

export const examples: Example[] = [
  {
    name: 'in the middle',
    vnode: () => (
      <ProgressLine
        t={t}
        steps={[
          { text: 'Eingegangen', state: 'done', note: '22.11.2026' },
          { text: 'In Bearbeitung', state: 'current', note: 'voraussichtlich bis 27.11.2026' },
          { text: 'Entschieden', state: 'upcoming' },
          { text: 'Abgeschlossen', state: 'upcoming' },
        ]}
      />
    ),
  },
]
