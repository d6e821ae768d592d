import { jsonb } from './jsonb.ts'
import type { Scope, WriteScope } from './scope.ts'

/** A small fact about the installation, as text; undefined where none was noted. Needs a system actor. */
export async function readFact(scope: Scope, key: string): Promise<string | undefined> {
  const row = await scope.db.selectFrom('kernel.facts').select('value').where('key', '=', key).executeTakeFirst()
  return typeof row?.value === 'string' ? row.value : undefined
}

export function noteFact(scope: WriteScope, key: string, value: string): void {
  scope.write(
    scope.db
      .insertInto('kernel.facts')
      .values({ key, value: jsonb(value), at: scope.now() })
      .onConflict((on) => on.column('key').doUpdateSet({ value: jsonb(value), at: scope.now() })),
  )
}
