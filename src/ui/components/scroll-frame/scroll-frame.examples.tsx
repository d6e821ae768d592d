import type { Example } from '../../gallery/example.ts'
import { ScrollFrame } from './scroll-frame.tsx'

export const examples: Example[] = [
  {
    name: 'a picture that is wider than a phone',
    vnode: () => (
      <ScrollFrame label="Belastung je Monat (Beispiel)">
        <svg viewBox="0 0 640 80" width="640" height="80" role="img" aria-label="Belastung je Monat (Beispiel)">
          <path d="M0 70L640 10" fill="none" stroke="currentColor" stroke-width="2" />
        </svg>
      </ScrollFrame>
    ),
  },
]
