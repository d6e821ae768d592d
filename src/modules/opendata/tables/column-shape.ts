import type { Column } from './column.ts'

/** Whether columns have the same names, types, classes and rules, and are put together alike. What they are called and described as does not matter. */
export function areAlike(one: readonly Column[], other: readonly Column[]): boolean {
  const shape = (all: readonly Column[]) =>
    JSON.stringify(
      all.map(({ name, type, role, isKey = false, isRequired = false, coarsen, constraints = {}, codes }) => [
        ...[name, type, role, isKey, isRequired],
        ...[coarsen?.to, coarsen?.width],
        ...Object.entries(constraints).toSorted(([one], [other]) => one.localeCompare(other)),
        ...(constraints.isListed ? (codes ?? []).map(({ code }) => code) : []),
      ]),
    )
  return shape(one) === shape(other)
}
