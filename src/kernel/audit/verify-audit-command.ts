import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { systemActor } from '../db/actor.ts'
import type { Database } from '../db/database.ts'
import { type AuditHeads, exportHeads, headsFolder } from './export-heads.ts'
import { type AuditFault, type ChainProof, verifyAudit } from './verify-audit.ts'

export type VerifyAuditInput = {
  database: Database
  dataFolder: string
  /** `--heads FILE` (any number of times; without it, all files of the data folder) and `--export`. */
  args: readonly string[]
  say: (line: string) => void
}

const headsForm = Type.Object({
  at: Type.String(),
  heads: Type.Record(Type.String(), Type.Object({ position: Type.Integer(), hash: Type.String() })),
})

/** `bin/verify-audit`: proves the audit trail and says what was found; gives the exit code, 0 when all holds, 1 when not, 2 for a misuse. */
export async function verifyAuditCommand({ database, dataFolder, args, say }: VerifyAuditInput): Promise<number> {
  const options = readArguments(args)
  if (!options) {
    say('Usage: bin/verify-audit [--heads FILE]… [--export]')
    return 2
  }
  const files = options.heads.length > 0 ? options.heads : await headFilesIn(headsFolder(dataFolder))
  let exported: AuditHeads[]
  try {
    exported = await Promise.all(files.map(readHeads))
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    return 2
  }
  say(
    exported.length > 0
      ? `Comparing with ${files.join(', ')}`
      : 'No exported heads to compare with: a cut tail cannot be seen.',
  )

  const { chains, faults } = await verifyAudit(database, exported)
  for (const chain of chains) say(describeChain(chain, faults))
  for (const fault of faults) say(`FAULT  ${describeFault(fault)}`)
  if (faults.length > 0) {
    say('The audit trail does not hold. Heads are not exported.')
    return 1
  }
  say('The audit trail holds.')
  if (options.isExport)
    say(`Heads written to ${await database.read(systemActor('audit'), (scope) => exportHeads(scope, dataFolder))}`)
  return 0
}

function readArguments(args: readonly string[]): { heads: string[]; isExport: boolean } | undefined {
  const heads: string[] = []
  let isExport = false
  for (let index = 0; index < args.length; index += 1) {
    const [option, value] = [args[index], args[index + 1]]
    if (option === '--export') isExport = true
    else if (option === '--heads' && value !== undefined) {
      heads.push(value)
      index += 1
    } else return undefined
  }
  return { heads, isExport }
}

async function headFilesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name))
}

async function readHeads(file: string): Promise<AuditHeads> {
  try {
    return Value.Parse(headsForm, JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    throw new Error(`${file} holds no exported heads.`, { cause: error })
  }
}

function describeChain({ authorityId, links, provenTo, waiting }: ChainProof, faults: readonly AuditFault[]): string {
  const tail = waiting === 0 ? '' : `, ${waiting} not linked yet`
  if (faults.some((fault) => 'authorityId' in fault && fault.authorityId === authorityId))
    return `${authorityId}: does not hold, ${links} links followed${tail}`
  const proof = provenTo ? `, leads to the head at ${provenTo.position} exported ${provenTo.exportedAt}` : ''
  return `${authorityId}: ${links} links${proof}${tail}`
}

/** One sentence that says what is wrong and where. */
export function describeFault(fault: AuditFault): string {
  switch (fault.kind) {
    case 'broken_link':
      return `${fault.authorityId}: link ${fault.position} is broken; entry ${fault.entryId}, or its place in the chain, was changed.`
    case 'missing_entry':
      return `${fault.authorityId}: entry ${fault.entryId} of link ${fault.position} was deleted.`
    case 'missing_link':
      return `${fault.authorityId}: link ${fault.position} was deleted.`
    case 'cut_tail':
      return `${fault.authorityId}: the chain ends at ${fault.end}, but its head at ${fault.position} was exported ${fault.exportedAt}; the tail was cut.`
    case 'rewritten':
      return `${fault.authorityId}: the chain was rewritten before link ${fault.position}, whose head was exported ${fault.exportedAt}.`
    case 'unchained_entry':
      return `${fault.authorityId}: entry ${fault.entryId} is in no chain and waits for none; it was put in or taken out of the chain by hand.`
    case 'missing_waiting_entry':
      return `Entry ${fault.entryId}, which waited to be linked, was deleted.`
  }
}
