import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A folder that is a small disk of its own, which one can fill up. */
export type SmallDisk = {
  /** Takes every byte that is left. */
  fill(): void
  free(): void
  close(): void
}

/** Puts a small disk in memory onto a folder; undefined where this user may not, which is said in one line. */
export function openSmallDisk(folder: string, megabytes: number): SmallDisk | undefined {
  const options = `size=${megabytes}m,mode=755`
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'wegweiser-test', folder], { stdio: 'ignore' })
  } catch {
    process.stdout.write(
      'No disk can be mounted here (only root may): the database and the store are told to refuse.\n',
    )
    return undefined
  }
  const filler = join(folder, 'filler')
  return {
    fill: () => fillUp(filler),
    free: () => rmSync(filler, { force: true }),
    close: () => execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' }),
  }
}

function fillUp(file: string): void {
  const handle = openSync(file, 'a')
  try {
    for (const size of [1_048_576, 4_096]) {
      const block = Buffer.alloc(size, 1)
      while (hasWritten(handle, block));
    }
  } finally {
    closeSync(handle)
  }
}

function hasWritten(handle: number, block: Buffer): boolean {
  try {
    return writeSync(handle, block) === block.length
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
    throw error
  }
}
