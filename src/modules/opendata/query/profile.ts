import type { Column } from '../tables/column.ts'
import { toCell } from './cell-sql.ts'
import type { RawCell, Rows, Statement } from './inside/orders.ts'
import { figuresSql, frequentSql, frequentValues, isNumeric, steps, stepsSql } from './profile-sql.ts'
import type { ColumnProfile } from './table-reader.ts'

type Run = (statements: readonly Statement[]) => Promise<readonly Rows[]>

/** What is in each column: two statements a column, columns one after the other so that others get their turn between. */
export async function profileOf(columns: readonly Column[], run: Run): Promise<readonly ColumnProfile[]> {
  const profiles: ColumnProfile[] = []
  for (const column of columns) profiles.push(await profileColumn(column, run))
  return profiles
}

async function profileColumn(column: Column, run: Run): Promise<ColumnProfile> {
  const [rows] = await run([figuresSql(column)])
  const [filled, distinct, min, max, mean] = rows?.[0] ?? []
  const figures = {
    column,
    filled: Number(filled),
    distinct: Number(distinct),
    min: toCell(min, column.type),
    max: toCell(max, column.type),
    mean: mean === null || mean === undefined ? null : Number(mean),
  }
  return { ...figures, bars: await barsOf(column, run, { distinct: figures.distinct, min, max }) }
}

type Range = { distinct: number; min: RawCell | undefined; max: RawCell | undefined }

async function barsOf(column: Column, run: Run, { distinct, min, max }: Range): Promise<ColumnProfile['bars']> {
  if (column.type === 'geometry' || distinct === 0) return []
  const [from, to] = [Number(min), Number(max)]
  if (isNumeric(column) && distinct > frequentValues && to > from) {
    const [rows] = await run([stepsSql(column, from, to)])
    const width = (to - from) / steps
    return (rows ?? []).map(([step, count]) => ({
      from: from + Number(step) * width,
      to: from + (Number(step) + 1) * width,
      count: Number(count),
    }))
  }
  const [rows] = await run([frequentSql(column)])
  return (rows ?? []).map(([value, count]) => ({ from: toCell(value, column.type), count: Number(count) }))
}
