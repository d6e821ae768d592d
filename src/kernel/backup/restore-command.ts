import { verifyAudit } from '../audit/verify-audit.ts'
import { describeFault } from '../audit/verify-audit-command.ts'
import type { Settings } from '../config/settings.ts'
import { systemActor } from '../db/actor.ts'
import type { Database } from '../db/database.ts'
import type { FileStore } from '../files/file-store.ts'
import type { Module } from '../module.ts'
import { readMasterKey } from '../sealing/master-key.ts'
import { createSealing } from '../sealing/sealing.ts'
import { readErasures } from './erasure-ledger.ts'
import { type Restored, type RestoreParts, restore } from './restore.ts'

export type RestoreInput = Omit<RestoreParts, 'momentary'> & {
  readonly settings: Pick<Settings, 'masterKey' | 'dataFolder'>
  readonly database: Database
  readonly modules: readonly Module[]
  readonly files: FileStore
  readonly file: string
  /** Ledger of what was erased since. */
  readonly erased: string
}

/** `bin/restore`: restores, erases again, checks, and says each; gives the exit code, 0 when all holds. */
export async function restoreCommand(input: RestoreInput): Promise<number> {
  const momentary = input.modules.flatMap((module) => module.momentary ?? [])
  const restored = await restore({ ...input, momentary }, input.file)
  input.say('Sessions    none: everybody signs in again, links that work once are asked for anew')
  const { erased, revoked } = await eraseAgain(input)
  input.say(`Erased      ${erased} that were erased since, once more`)
  input.say(`Revoked     ${revoked} accesses that were taken away since, once more`)
  const problems = [...fileProblems(restored), ...(await keyProblems(input, restored)), ...(await auditProblems(input))]
  for (const problem of problems) input.say(`PROBLEM     ${problem}`)
  input.say(
    problems.length === 0 ? 'All is there and holds. Start with: npm start' : 'Restored, with the problems above.',
  )
  return problems.length === 0 ? 0 : 1
}

async function eraseAgain({ database, modules, erased }: RestoreInput): Promise<{ erased: number; revoked: number }> {
  const erasures = await readErasures(erased)
  for (const { module: name, ...subject } of erasures) {
    const module = modules.find((one) => one.name === name)
    await database.write(systemActor('erasure'), async (scope) => module?.eraseAgain?.(scope, subject))
  }
  const revoked = erasures.filter(({ kind }) => kind !== undefined).length
  return { erased: erasures.length - revoked, revoked }
}

function fileProblems({ sums }: Restored): string[] {
  return sums.missingFiles.map((id) => `The file ${id} was missing when the archive was made.`)
}

/** Whether the master key of this installation opens what came back. */
async function keyProblems({ settings }: RestoreInput, { about }: Restored): Promise<string[]> {
  if (about.masterKeyIds.length === 0) return []
  const key = await readMasterKey(settings)
  if (!key)
    return [
      'There is no master key yet: put it in place before the start (WEGWEISER_MASTER_KEY, or master.key in the demo).',
    ]
  const { masterKeyId } = createSealing(key)
  return about.masterKeyIds.includes(masterKeyId)
    ? []
    : [
        'The master key of this installation is another one than that of the archive: nothing that was sealed can be read.',
      ]
}

async function auditProblems({ database }: RestoreInput): Promise<string[]> {
  const { faults } = await verifyAudit(database, [])
  return faults.map(describeFault)
}
