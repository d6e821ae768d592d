import { listUnits } from '#kernel/authorities/queries.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Language, textIn } from '#kernel/i18n/language.ts'
import { isSlug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { CaseEvent } from './case-details.ts'
import type { CaseRef } from './case-record.ts'

/** To whom a case was forwarded, by the id of the event: the name of the authority that was asked to take part, or of the unit that has it since. */
export type ForwardedTo = ReadonlyMap<string, string>

/** Finds the names for the history; asks for units only where a case was forwarded within its authority. */
export async function findForwardedTo(
  scope: Scope,
  { authorities }: Pick<Kernel, 'authorities'>,
  { authorityId }: CaseRef,
  events: readonly CaseEvent[],
  language: Language,
): Promise<ForwardedTo> {
  const forwarded = events.filter(({ type }) => type === 'forwarded')
  const isWithin = forwarded.some(({ params }) => typeof params.to !== 'string')
  const units = isWithin ? await listUnits(scope, authorityId) : []
  return new Map(
    forwarded.flatMap(({ id, params: { to, unitId } }) => {
      if (typeof to === 'string')
        return isSlug<'authority'>(to) ? [[id, authorities.nameOf(to, language)] as const] : []
      const unit = units.find((one) => one.id === unitId)
      return unit ? [[id, textIn(unit.name, language)] as const] : []
    }),
  )
}
