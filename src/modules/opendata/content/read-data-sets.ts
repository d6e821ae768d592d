import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { validatorOf } from '#kernel/validator.ts'
import { type DataSetMetadata, dataSetSchema } from '../catalogue/data-set.ts'

const isMetadata = validatorOf(dataSetSchema)

/** A file of the content that does not describe a data set; the message names the file and what is wrong. */
export class DataSetFileError extends Error {
  override name = 'DataSetFileError'
}

/** The data sets that are there at the start, by slug: one YAML file each, as `dataSetSchema` has it. */
export function readDataSetFolder(folder: string): ReadonlyMap<string, DataSetMetadata> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
  return new Map(
    files.map((file) => {
      const content: unknown = parse(readFileSync(join(folder, file), 'utf8'))
      if (!isMetadata(content)) throw new DataSetFileError(`${file}: ${JSON.stringify(isMetadata.problems(content))}`)
      return [basename(file, '.yaml'), content]
    }),
  )
}
