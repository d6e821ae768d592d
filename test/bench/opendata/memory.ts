import { readFileSync } from 'node:fs'
import { memoryOf } from '../measure.ts'

/** A process and all it started. */
function familyOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number)
  return [pid, ...children.flatMap(familyOf)]
}

/** Resident memory of a process and all it started, in MiB. */
function residentOf(pid: number): number {
  try {
    return familyOf(pid).reduce((sum, one) => sum + memoryOf(one), 0)
  } catch {
    // One ended while we looked.
    return 0
  }
}

/** Memory before, at most during, and after some work, in MiB. */
export async function watchMemory(pid: number, work: () => Promise<void>) {
  const before = residentOf(pid)
  let peak = before
  const timer = setInterval(() => {
    peak = Math.max(peak, residentOf(pid))
  }, 20)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return { before, peak, after: residentOf(pid) }
}
