import { listAuthorities } from '#kernel/authorities/queries.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { cantonPlaces } from '../finder/locate-municipality.ts'
import type { FormContext, StoredFile } from '../forms/form-context.ts'

/** Makes what the rules of forms may know, from the database alone; where the directory of authorities is at hand, `createFormContext` does. */
export function createFormContexts() {
  return {
    async contextOf(scope: Scope, files: readonly StoredFile[]): Promise<FormContext> {
      const { items } = await listAuthorities(scope, { limit: 1_000 })
      const byId = new Map(files.map(({ id, name, size, type }) => [id, { id, name, size, type }]))
      return {
        today: scope.today(),
        municipalities: items
          .filter(({ kind }) => kind === 'municipality')
          .map(({ bfsNumber, name }) => ({ bfsNumber, name: textIn(name, 'de') })),
        localities: localitiesOf,
        file: (id) => byId.get(id),
      }
    },
  }
}

export type FormContexts = ReturnType<typeof createFormContexts>

function localitiesOf(postcode: string) {
  return cantonPlaces()
    .filter((place) => place.postcode === postcode)
    .flatMap(({ locality, shares }) => shares.map(({ bfsNumber }) => ({ locality, municipality: bfsNumber })))
}
