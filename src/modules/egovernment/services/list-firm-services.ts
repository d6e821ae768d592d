import type { Scope } from '#kernel/db/scope.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import type { ServiceId } from '#kernel/ids.ts'
import { readCatalogue } from './catalogue.ts'

/** What firms get done: the services for them by title, and the life situations with those that belong to each. */
export type FirmServices = {
  readonly services: readonly { readonly id: ServiceId; readonly title: string }[]
  readonly situations: readonly {
    readonly id: string
    readonly title: string
    readonly serviceIds: readonly ServiceId[]
  }[]
}

/** The services that a mandate for a firm can name, in a language. */
export async function listFirmServices(scope: Scope, language: Language): Promise<FirmServices> {
  const catalogue = await readCatalogue(scope)
  const forFirms = catalogue.services.filter(({ definition }) => definition.audience.includes('firms'))
  const services = forFirms
    .map(({ serviceId, definition }) => ({ id: serviceId, title: textIn(definition.title, language) }))
    .toSorted((one, other) => one.title.localeCompare(other.title, language))
  const situations = catalogue.lifeSituations.flatMap(({ id, title }) => {
    const serviceIds = forFirms
      .filter(({ definition }) => definition.lifeSituations.some((named) => named === id))
      .map(({ serviceId }) => serviceId)
    return serviceIds.length > 0 ? [{ id, title: textIn(title, language), serviceIds }] : []
  })
  return { services, situations }
}
