import type { Example } from '../../gallery/example.ts'
import { Markdown } from './markdown.tsx'

const text = `# Was Sie brauchen

Bringen Sie mit:

- **Ausweis** oder Pass
- Mietvertrag, *falls vorhanden*

Mehr dazu bei den [Einwohnerdiensten](/services/residents). <script>bleibt Text</script>`

export const examples: Example[] = [{ name: 'all that is allowed', vnode: () => <Markdown text={text} level={3} /> }]
