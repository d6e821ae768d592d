import type { AuthorityDirectory } from '#kernel/authorities/authority-directory.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'

const known = new WeakMap<object, { readonly day: IsoDate; readonly numbers: ReadonlyMap<number, number> }>()

/** By the number of a municipality that has merged, the number of the one of today that it is a part of. */
export function successorNumbers(directory: AuthorityDirectory, day: IsoDate): ReadonlyMap<number, number> {
  const entries = directory.entries()
  const remembered = known.get(entries)
  if (remembered?.day === day) return remembered.numbers
  const today = entries.filter(({ kind, isClosed }) => kind === 'municipality' && !isClosed)
  const numbers = new Map(
    today.flatMap((successor) =>
      directory.predecessorsOf(successor.slug, day).flatMap((id) => {
        const former = directory.find(id)
        return former ? [[former.bfsNumber, successor.bfsNumber] as const] : []
      }),
    ),
  )
  // A number that is used today means the municipality of today.
  for (const { bfsNumber } of today) numbers.delete(bfsNumber)
  known.set(entries, { day, numbers })
  return numbers
}
