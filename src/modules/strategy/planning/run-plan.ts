import { fork } from 'node:child_process'
import { join } from 'node:path'
import { childRights } from '#kernel/child-rights.ts'
import type { FromPlanner, ToPlanner } from './inside/plan-message.ts'
import type { MadePlan, PlanOrder, PlanProgress } from './make-plan.ts'

const program = join(import.meta.dirname, 'inside/plan-process.ts')
/** How long a stopped plan may take to finish what it has, and one that is done to say so, in milliseconds. */
const patienceMs = 15_000

/**
 * Makes a plan in a process of its own, which has no rights but to read its own source, so that nothing of it holds up the pages. `stop` ends the
 * search: what was found so far comes back. Throws if the process fails, or takes much longer than ordered.
 */
export function runPlan(
  order: PlanOrder,
  { stop, progress }: { readonly stop: AbortSignal; readonly progress: (word: PlanProgress) => void },
): Promise<MadePlan> {
  const child = fork(program, [], {
    env: {},
    execArgv: [...childRights({ read: [import.meta.dirname] }), '--max-old-space-size=512'],
    cwd: import.meta.dirname,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const say = (message: ToPlanner) => child.send(message)
  const kill = () => child.kill('SIGKILL')
  let patience = setTimeout(kill, order.seconds * 2_000 + patienceMs)
  const end = () => {
    say({ kind: 'stop' })
    clearTimeout(patience)
    patience = setTimeout(kill, patienceMs)
  }
  stop.addEventListener('abort', end)
  return new Promise<MadePlan>((resolve, reject) => {
    child.on('message', (message: FromPlanner) => {
      if (message.kind === 'progress') progress(message.progress)
      else if (message.kind === 'made') resolve(message.plan)
      else reject(new Error(message.message))
    })
    child.on('error', reject)
    child.on('exit', (code, signal) => reject(new Error(`planning ended: ${signal ?? code}`)))
    say({ kind: 'order', order })
    if (stop.aborted) end()
  }).finally(() => {
    clearTimeout(patience)
    stop.removeEventListener('abort', end)
    kill()
  })
}
