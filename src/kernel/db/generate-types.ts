import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Writes the types of all tables of a migrated database to `file`, for Kysely. */
export async function generateTypes(ownerUrl: string, file: string): Promise<void> {
  const codegen = join(import.meta.dirname, '../../../node_modules/.bin/kysely-codegen')
  await run(codegen, [
    '--dialect=postgres',
    `--url=${ownerUrl}`,
    `--out-file=${file}`,
    '--default-schema=none',
    '--exclude-pattern=(jobs|public).*',
    '--date-parser=string',
    '--type-mapping={"int8":"number","jsonb":"import(\'./jsonb.ts\').Jsonb"}',
  ])
}
