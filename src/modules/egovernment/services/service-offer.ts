import { type Static, Type } from 'typebox'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { localText } from '#kernel/i18n/local-text.ts'
import type { AuthorityId, ServiceId, VersionId } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import { type ServiceDefinition, serviceDefinitionSchema } from './definition/service-definition.ts'

const overridesSchema = Type.Object(
  {
    /** What it costs here. */
    fee: Type.Optional(serviceDefinitionSchema.properties.fee),
    contact: Type.Optional(
      Type.Object(
        {
          phone: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
          email: Type.Optional(Type.String({ minLength: 3, maxLength: 254 })),
        },
        { additionalProperties: false },
      ),
    ),
    /** What people should know here. */
    note: Type.Optional(localText()),
  },
  { additionalProperties: false },
)

/** What an authority says of its own about a service; everything else is the version's. */
export type OfferOverrides = Static<typeof overridesSchema>

export const isOfferOverrides = validatorOf(overridesSchema)

/** A published state of a service; it never changes. */
export type ServiceVersion = {
  readonly serviceId: ServiceId
  readonly versionId: VersionId
  readonly number: number
  readonly definition: ServiceDefinition
}

/** A service as one authority offers it on a day. */
export type ServiceOffer = ServiceVersion & {
  readonly authorityId: AuthorityId
  readonly validFrom: IsoDate
  readonly overrides: OfferOverrides
}

/** The definition as it holds at the authority: its own fee in the place of the general one. */
export function localDefinition({
  definition,
  overrides,
}: Pick<ServiceOffer, 'definition' | 'overrides'>): ServiceDefinition {
  return overrides.fee ? { ...definition, fee: overrides.fee } : definition
}
