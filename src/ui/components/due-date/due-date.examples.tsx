import { type Example, t } from '../../gallery/example.ts'
import { DueDate } from './due-date.tsx'

const days = ['2026-11-20', '2026-11-22', '2026-11-23', '2026-11-26', '2027-01-15']

export const examples: Example[] = [
  {
    name: 'before and after',
    vnode: () => (
      <ul>
        {days.map((day) => (
          <li key={day}>
            <DueDate t={t} today="2026-11-22" day={day} />
          </li>
        ))}
      </ul>
    ),
  },
]
