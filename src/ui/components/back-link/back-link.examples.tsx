import { type Example, t } from '../../gallery/example.ts'
import { BackLink } from './back-link.tsx'

export const examples: Example[] = [{ name: 'plain', vnode: () => <BackLink t={t} href="/services" /> }]
