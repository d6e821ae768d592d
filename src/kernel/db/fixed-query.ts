import {
  type CompiledQuery,
  DummyDriver,
  type InferResult,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type SelectQueryBuilder,
} from 'kysely'
import type { DB } from './schema.ts'

const builder = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** A query without parameters that nearly every request asks: built once, run with `scope.db.executeQuery`. */
export function fixedQuery<Tables extends keyof DB, Row>(
  build: (db: Kysely<DB>) => SelectQueryBuilder<DB, Tables, Row>,
): CompiledQuery<InferResult<SelectQueryBuilder<DB, Tables, Row>>[number]> {
  return build(builder).compile()
}
