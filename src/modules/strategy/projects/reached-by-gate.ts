type Line = Readonly<Record<string, string | number | null>>

/**
 * Whether somebody says by hand that a gate was passed, or takes that back. Where a milestone stands for a gate, its day of reaching comes from
 * the decision there and counts for the earned value at once; by hand it stays as the decision left it.
 */
export function isReachedByHand(after: Line, before: Line | undefined): boolean {
  const gate = after.gate ?? null
  if (gate === null) return false
  const decided = before?.gate === gate ? (before.reached_on ?? null) : null
  return (after.reached_on ?? null) !== decided
}
