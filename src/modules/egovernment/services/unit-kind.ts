import { type UnitKind, unitKinds } from '#kernel/authorities/authority.ts'

/** The kind of unit that a service names, such as `residents`; undefined when there is none. Published services always have one. */
export function unitKindOf({ unitKind }: { readonly unitKind: string }): UnitKind | undefined {
  return unitKinds.find((kind) => kind === unitKind)
}
