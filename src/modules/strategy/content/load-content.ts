import { join } from 'node:path'
import { systemActor } from '#kernel/db/actor.ts'
import { noteFact, readFact } from '#kernel/db/facts.ts'
import { fingerprintOf } from '#kernel/fingerprint.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { bringStrategies } from './load-strategies.ts'
import { readStrategies } from './read-strategies.ts'

export const strategyFolder = join(import.meta.dirname, '../../../../content/strategies')

const platform = systemActor('strategy')
const loadedFact = 'strategy.loaded_content'

/** Brings the strategies, goals, projects and money of the public sources into the installation. Gives a line that says so, if anything was new. */
export async function loadStrategyContent({
  database,
  authorities,
}: Pick<Kernel, 'database' | 'authorities'>): Promise<string | undefined> {
  // Before the authorities are there, nothing is loaded, nor noted as loaded.
  if (!authorities.find('luzern')) return undefined
  const fingerprint = fingerprintOf([strategyFolder])
  const known = await database.read(platform, (scope) => readFact(scope, loadedFact))
  if (known === fingerprint) return undefined
  const changed = await bringStrategies(database, readStrategies(strategyFolder))
  await database.write(platform, async (scope) => noteFact(scope, loadedFact, fingerprint))
  return changed > 0 ? `Content     ${changed} records of strategies, with their sources` : undefined
}
