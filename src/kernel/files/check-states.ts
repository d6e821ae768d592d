import type { SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import type { Kernel } from '../kernel.ts'

/**
 * How far a file has been looked at. `unscanned`: there was no scanner when it came; `waiting`: closed to everybody until the scanner has looked;
 * `infected`: malware was found, the content is gone.
 */
export const fileStates = ['unscanned', 'waiting', 'clean', 'infected'] as const
export type FileState = (typeof fileStates)[number]

/** Whether there is a picture of a file: `none` for kinds that get none, `failed` where none could be drawn. */
export const previewStates = ['none', 'waiting', 'made', 'failed'] as const
export type PreviewState = (typeof previewStates)[number]

// HEIC is not among them: its decoder is not in the program (decision 0008).
const drawn = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp']

export const scanJob = 'kernel.scan_file'
export const previewJob = 'kernel.draw_preview'

/** Minutes until a check that failed is tried again: doubling, an hour at most. */
export function nextTry(now: Date, attempts: number): Date {
  return new Date(now.getTime() + Math.min(60, 2 ** attempts) * 60_000)
}

/** The state of a file that has just arrived, and the job that looks at it next. */
export function firstCheck(
  scope: WriteScope<SystemActor>,
  { scanner }: Pick<Kernel, 'scanner'>,
  { id, type }: { id: string; type: string },
): { state: FileState; preview: PreviewState; next_check_at: Date | null } {
  const preview = drawn.includes(type) ? 'waiting' : 'none'
  if (!scanner && preview === 'none') return { state: 'unscanned', preview, next_check_at: null }
  scope.enqueue(scanner ? scanJob : previewJob, { payload: { id } })
  return { state: scanner ? 'waiting' : 'unscanned', preview, next_check_at: nextTry(scope.now(), 1) }
}

/** Reads a text of the table as one of its values. */
export function oneOf<const Value extends string>(values: readonly Value[], text: string): Value {
  const value = values.find((one) => one === text)
  if (value === undefined) throw new TypeError('not a state of a file')
  return value
}
