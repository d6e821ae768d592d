/** What we use of `highs`: its own types say that it is CommonJS, so that its default export cannot be called from a module. */
declare module 'highs' {
  type Sense = 1 | -1
  type SparseModel = {
    readonly numCols: number
    readonly numRows: number
    readonly sense: Sense
    readonly colCost: Float64Array
    readonly colLower: Float64Array
    readonly colUpper: Float64Array
    readonly rowLower: Float64Array
    readonly rowUpper: Float64Array
    readonly integrality: Int32Array
    readonly matrix: {
      readonly format: 'csr'
      readonly numRows: number
      readonly numCols: number
      readonly starts: Int32Array
      readonly indices: Int32Array
      readonly values: Float64Array
    }
  }
  type Model = {
    readonly options: { set: (options: Readonly<Record<string, string | number | boolean>>) => void }
    readonly info: { get: (name: string) => number | bigint }
    setSolution: (solution: { readonly colValue: Float64Array }) => void
    run: (callbacks: Readonly<Record<number, (event: { interrupt: () => void }) => void>>) => { modelStatus: number }
    getObjectiveValue: () => number
    getSolution: () => { colValue: Float64Array }
    dispose: () => void
  }
  type Highs = {
    readonly constants: {
      readonly objectiveSense: { readonly minimize: Sense; readonly maximize: Sense }
      readonly modelStatus: { readonly optimal: number; readonly infeasible: number }
      readonly callbackType: { readonly mipInterrupt: number }
    }
    createModel: (source: SparseModel) => Model
  }
  export default function loadHighs(): Promise<Highs>
}
