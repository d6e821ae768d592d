import { join } from 'node:path'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { UnavailableError } from '../http/errors.ts'
import { runFileProcess } from './file-process.ts'
import type { FileType } from './file-types.ts'

const script = join(import.meta.dirname, 'inside/examine-process.ts')
const limits = { milliseconds: 20_000, bytes: 700_000_000, said: 100 }
const looked: readonly FileType[] = [
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.oasis.opendocument.text',
]
const answer = Type.Enum(['fine', 'bomb', 'encrypted', 'unsafe'])

/** Whether files of this type have an inside to look into. */
export function hasInside(type: FileType): boolean {
  return looked.includes(type)
}

/**
 * Looks into a PDF or an archive, in a process of its own: what it really unpacks to, how deep, and whether a password is needed. Undefined
 * for one that is fine; what cannot be looked through within time and memory is a bomb. `sender` is whose places it takes. Throws `QueueFullError`
 * when too many wait.
 */
export async function examineFile(
  type: FileType,
  content: AsyncIterable<Uint8Array>,
  sender?: string,
): Promise<'bomb' | 'encrypted' | 'unsafe' | undefined> {
  const result = await runFileProcess(script, [type], content, { ...limits, work: { sender, isUrgent: true } })
  if (!result.ok) {
    if (result.why === 'ended')
      throw new UnavailableError('the process that looks into files ended', { userMessage: 'kernel.files.store_away' })
    return 'bomb'
  }
  const said = Value.Parse(answer, result.said)
  return said === 'fine' ? undefined : said
}
