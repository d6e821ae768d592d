import type { ChildProcess } from 'node:child_process'
import { setPriority } from 'node:os'

/** A tenth of what a process of the web gets where both want the processor, all of it where nobody does (`nice` 10). */
const behindVisitors = 10

/** Lets a process that nobody waits for in front of a page stand behind the web processes. Where the system does not know that, nothing changes. */
export function giveWay({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    setPriority(pid, behindVisitors)
  } catch {
    // It ended already, or the system allows no priorities.
  }
}
