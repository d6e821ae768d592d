import loadHighs from 'highs'
import type { LinearModel, Solution, Solve, SolveOptions } from './linear-model.ts'

/**
 * HiGHS (Huangfu and Hall 2018; https://highs.dev) as WebAssembly: no native code, nothing to install, one thread. A call holds up the thread it
 * is in until it ends, so it is used in processes of its own only.
 */
export async function openSolver(): Promise<Solve> {
  const highs = await loadHighs()
  return (model: LinearModel, { isMaximum, seconds, gap, isStopped, first }: SolveOptions): Solution => {
    const numCols = model.costs.length
    const numRows = model.rowLowers.length
    const { objectiveSense, modelStatus, callbackType } = highs.constants
    const source = {
      numCols,
      numRows,
      sense: isMaximum ? objectiveSense.maximize : objectiveSense.minimize,
      colCost: Float64Array.from(model.costs),
      colLower: new Float64Array(numCols),
      colUpper: Float64Array.from(model.uppers),
      rowLower: Float64Array.from(model.rowLowers),
      rowUpper: Float64Array.from(model.rowUppers),
      integrality: Int32Array.from(model.kinds),
      matrix: {
        format: 'csr',
        numRows,
        numCols,
        starts: Int32Array.from(model.starts),
        indices: Int32Array.from(model.indices),
        values: Float64Array.from(model.values),
      },
    } as const
    const built = highs.createModel(source)
    try {
      built.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: gap })
      if (first) built.setSolution({ colValue: first })
      const stop = (event: { interrupt: () => void }) => {
        if (isStopped?.()) event.interrupt()
      }
      const { modelStatus: status } = built.run({ [callbackType.mipInterrupt]: stop })
      const hasSolution = built.info.get('primal_solution_status') === 2
      if (!hasSolution) return { kind: 'none', isImpossible: status === modelStatus.infeasible }
      const isOptimal = status === modelStatus.optimal
      const objective = built.getObjectiveValue()
      const proven = model.kinds.includes(1) ? Number(built.info.get('mip_dual_bound')) : objective
      return { kind: 'found', isOptimal, objective, proven, values: Float64Array.from(built.getSolution().colValue) }
    } finally {
      built.dispose()
    }
  }
}
