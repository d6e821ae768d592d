import type { Text } from './coarsen.ts'

/**
 * How much of what a column tells is lost when its values are put together: 1 − H(after)/H(before), from 0 (nothing) to 1 (all). A. Gionis and T. Tassa,
 * k-Anonymization with minimal loss of information, 2009, measure it by entropy.
 */
export function lossOf(before: Iterable<Text>, after: Iterable<Text>): number {
  const whole = entropyOf(before)
  return whole === 0 ? 0 : Math.min(1, Math.max(0, 1 - entropyOf(after) / whole))
}

function entropyOf(values: Iterable<Text>): number {
  const counts = new Map<Text, number>()
  let all = 0
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1)
    all += 1
  }
  return [...counts.values()].reduce((sum, count) => sum - (count / all) * Math.log2(count / all), 0)
}
