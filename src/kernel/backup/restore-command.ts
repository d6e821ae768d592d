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

export type RestoreInput = RestoreParts & {
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
  const restored = await restore(input, input.file)
  input.say(`Erased      ${await eraseAgain(input)} that were erased since, once more`)
  const problems = [...fileProblems(restored), ...(await keyProblems(input, restored)), ...(await auditProblems(input))]
  for (const problem of problems) input.say(`PROBLEM     ${problem}`)
  input.say(
    problems.length === 0 ? 'All is there and holds. Start with: npm start' : 'Restored, with the problems above.',
  )
  return problems.length === 0 ? 0 : 1
}

async function eraseAgain({ database, modules, erased }: RestoreInput): Promise<number> {
  const erasures = await readErasures(erased)
  for (const { module: name, ...subject } of erasures) {
    const module = modules.find((one) => one.name === name)
    await database.write(systemActor('erasure'), async (scope) => module?.eraseAgain?.(scope, subject))
  }
  return erasures.length
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
