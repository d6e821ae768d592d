import type { IntakeFault, IntakeReport } from './inside/order.ts'

/** What is wrong in a file, columns among it that nobody has described: left out in silence they would be missed later. Those come first. */
export function withStrangeColumns({
  unused,
  headingLine,
  faults,
  faultCount,
}: Pick<IntakeReport, 'unused' | 'headingLine' | 'faults' | 'faultCount'>): Pick<
  IntakeReport,
  'faults' | 'faultCount'
> {
  const strange = unused.map(
    (value): IntakeFault => ({ line: headingLine, column: null, kind: 'unknown_column', value }),
  )
  return { faults: [...strange, ...faults], faultCount: strange.length + faultCount }
}
