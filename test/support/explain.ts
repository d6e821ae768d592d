import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import { expect } from 'vitest'
import { fixedClock, todayOf } from '#kernel/clock.ts'
import type { Actor } from '#kernel/db/actor.ts'
import type { Database } from '#kernel/db/database.ts'
import type { DB } from '#kernel/db/schema.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { statement } from '#kernel/db/transaction.ts'
import { testNow } from './test-database.ts'

/** The statements that a list sends, taken down without a database. */
export async function statementsOf(
  actor: Actor,
  list: (scope: Scope) => Promise<unknown>,
): Promise<readonly CompiledQuery[]> {
  const sent: CompiledQuery[] = []
  const clock = fixedClock(testNow)
  const db = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (inner) => new PostgresIntrospector(inner),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }) => {
      sent.push(query)
    },
  })
  await list({
    actor,
    clock,
    db,
    now: () => clock.now(),
    today: () => todayOf(clock),
    remember: (_, __, load) => load(),
  })
  return sent
}

type PlanNode = {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: PlanNode[]
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

/** Explains each statement of a list as the application role: no table is read through, and no step touches more than a page needs. */
export async function expectQuickList(
  database: Database,
  actor: Actor,
  list: (scope: Scope) => Promise<unknown>,
  mostRows = 2_100,
): Promise<void> {
  const statements = await statementsOf(actor, list)
  expect(statements.length).toBeGreaterThan(0)
  for (const { sql, parameters } of statements) {
    const explained = await database.read(actor, (scope) =>
      scope.db.executeQuery<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
        statement(`explain (analyze, format json) ${sql}`, parameters),
      ),
    )
    for (const root of explained.rows.flatMap((row) => row['QUERY PLAN'])) {
      for (const node of nodesOf(root.Plan)) {
        const touched = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
        const what = `${node['Node Type']} ${node['Relation Name'] ?? ''} touches ${touched} rows in ${sql}`
        if (node['Relation Name']) expect(node['Node Type'], what).not.toBe('Seq Scan')
        expect(touched, what).toBeLessThanOrEqual(mostRows)
      }
    }
  }
}
