import { type Example, t } from '../../gallery/example.ts'
import { StepProgress } from './step-progress.tsx'

export const examples: Example[] = [
  {
    name: 'saved',
    vnode: () => (
      <StepProgress t={t} step={3} total={6}>
        gespeichert 14.02 Uhr
      </StepProgress>
    ),
  },
]
