import { type Example, t } from '../../gallery/example.ts'
import { LanguageSwitch } from './language-switch.tsx'

export const examples: Example[] = [
  {
    name: 'four languages',
    vnode: () => (
      <LanguageSwitch
        t={t}
        languages={[
          { language: 'de', href: '/de/' },
          { language: 'fr', href: '/fr/' },
          { language: 'it', href: '/it/' },
          { language: 'en', href: '/en/' },
        ]}
      />
    ),
  },
]
