import { type UnitKind, unitKinds } from '#kernel/authorities/authority.ts'
import { holds } from '../forms/feel/feel.ts'
import type { Answers } from '../forms/form.ts'
import type { FormContext } from '../forms/form-context.ts'
import { viewForm } from '../forms/view-form.ts'
import type { ServiceDefinition } from './definition/service-definition.ts'

/** The kind of units that a service names, such as `residents`; undefined when there is none. Published services always have one. */
export function unitKindOf({ unitKind }: { readonly unitKind: string }): UnitKind | undefined {
  return unitKinds.find((kind) => kind === unitKind)
}

/** Another kind of unit than the service's usual one, where the answers ask for it. */
export function otherUnitKind(
  { otherUnits = [], form }: ServiceDefinition,
  answers: Answers,
  context: FormContext,
): UnitKind | undefined {
  if (otherUnits.length === 0) return undefined
  const { scope } = viewForm(form, answers, context)
  const other = otherUnits.find(({ when }) => holds(when, scope))
  return other && unitKindOf(other)
}
