import type { AuthorityDirectory } from '#kernel/authorities/authority-directory.ts'
import type { FileState } from '#kernel/files/check-states.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import { cantonPlaces } from '../finder/locate-municipality.ts'
import type { StoredFile as FileOfForm, FormContext } from '../forms/form-context.ts'

/** What a form's rules may know: the day, the canton's municipalities and localities, and the files that belong to its answers. */
export function createFormContext(input: {
  today: IsoDate
  language: Language
  authorities: AuthorityDirectory
  files: readonly (FileOfForm & { readonly state?: FileState })[]
}): FormContext {
  const files = new Map(input.files.map(({ id, name, size, type }) => [String(id), { id, name, size, type }]))
  return {
    today: input.today,
    municipalities: municipalitiesIn(input.authorities, input.language),
    localities: (postcode) => localitiesByPostcode().get(postcode) ?? [],
    file: (id) => files.get(id),
    isInfected: (id) => input.files.some((one) => one.id === id && one.state === 'infected'),
  }
}

type Known = {
  readonly entries: ReturnType<AuthorityDirectory['entries']>
  readonly list: FormContext['municipalities']
}
const municipalities = new Map<Language, Known>()

/** The canton's municipalities by their names in a language; made anew only when the directory was read again. */
function municipalitiesIn(directory: AuthorityDirectory, language: Language): FormContext['municipalities'] {
  const entries = directory.entries()
  const known = municipalities.get(language)
  if (known?.entries === entries) return known.list
  const list = entries
    .filter(({ kind, isClosed }) => kind === 'municipality' && !isClosed)
    .map(({ bfsNumber, name }) => ({ bfsNumber, name: textIn(name, language) }))
  municipalities.set(language, { entries, list })
  return list
}

type Localities = ReturnType<FormContext['localities']>
let byPostcode: ReadonlyMap<string, Localities> | undefined

function localitiesByPostcode(): ReadonlyMap<string, Localities> {
  byPostcode ??= Map.groupBy(
    cantonPlaces().flatMap((place) =>
      place.shares.map(({ bfsNumber }) => ({
        postcode: place.postcode,
        locality: place.locality,
        municipality: bfsNumber,
      })),
    ),
    ({ postcode }) => postcode,
  )
  return byPostcode
}
