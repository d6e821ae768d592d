import type { Translate } from '#kernel/i18n/translate.ts'
import { SearchBox } from '#ui/components/search-box/search-box.tsx'

type PlaceSearchProps = { serviceId: string; t: Translate; href: (path: string) => string; id: string; value?: string }

/** Asks for postcode and locality, or the municipality: a plain form, with suggestions where there is script. */
export function PlaceSearch({ serviceId, t, href, id, value }: PlaceSearchProps) {
  const path = href(`/services/${serviceId}/place`)
  return (
    <SearchBox
      t={t}
      id={id}
      action={path}
      name="q"
      value={value ?? ''}
      label={t('egovernment.finder.place.label')}
      hint={t('egovernment.finder.place.hint')}
      suggestUrl={`${path}/suggest`}
    />
  )
}
