import { type Example, t } from '../../gallery/example.ts'
import { SearchBox } from './search-box.tsx'

export const examples: Example[] = [
  {
    name: 'plain',
    vnode: () => <SearchBox t={t} id="sb-cases" action="/cases" name="q" label="Geschäfte suchen" />,
  },
  {
    name: 'large, with suggestions',
    vnode: () => (
      <SearchBox
        t={t}
        id="sb-services"
        action="/services"
        name="q"
        label="Was möchten Sie erledigen?"
        hint="Zum Beispiel: zügeln, Hund, Wohnsitz"
        suggestUrl="/services/suggest"
        size="large"
      />
    ),
  },
]
