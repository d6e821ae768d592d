/** A class of values: from its least to below the next one's; the last one is open above. */
export type ValueClass = { readonly from: number; readonly to: number | undefined }

const most = 5

/**
 * Up to five classes with about as many values in each, between round borders; fewer where there are fewer values. Every value falls into
 * exactly one.
 */
export function classesOf(values: readonly number[]): readonly ValueClass[] {
  const sorted = values.toSorted((one, other) => one - other)
  const [least, largest] = [sorted[0], sorted.at(-1)]
  if (least === undefined || largest === undefined) return []
  const different = [...new Set(sorted)]
  const borders =
    different.length <= most
      ? different.slice(1)
      : Array.from({ length: most - 1 }, (_, at) =>
          rounded(sorted[Math.floor(((at + 1) * sorted.length) / most)] ?? largest, least, largest),
        )
  const kept = [...new Set(borders)]
    .filter((border) => border > least && border <= largest)
    .toSorted((one, other) => one - other)
  const starts = [least, ...kept]
  return starts.map((from, at) => ({ from, to: starts[at + 1] }))
}

/** The number of the class of a value, from 0. */
export function classAt(classes: readonly ValueClass[], value: number): number {
  return Math.max(
    0,
    classes.findLastIndex(({ from }) => value >= from),
  )
}

/** Down to two figures of the span, so that the value stays in its class: 12'987 among ten thousands is 12'000. */
function rounded(value: number, least: number, largest: number): number {
  const step = 10 ** (Math.floor(Math.log10(largest - least || 1)) - 1)
  return Number((Math.floor(value / step) * step).toPrecision(12))
}
