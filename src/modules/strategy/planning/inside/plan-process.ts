// Makes one plan, says how far it is, hears when it should stop, and ends. Started by `run-plan.ts`.
import { setImmediate } from 'node:timers/promises'
import { makePlan, type PlanOrder } from '../make-plan.ts'
import { openSolver } from '../solver.ts'
import type { FromPlanner, ToPlanner } from './plan-message.ts'

let isStopped = false
const wordEveryMs = 150

process.on('disconnect', () => process.exit(1))
process.on('message', async (message: ToPlanner) => {
  if (message.kind === 'stop') isStopped = true
  else {
    const said = await make(message.order).catch(
      (error: unknown): FromPlanner => ({
        kind: 'fault',
        message: error instanceof Error ? error.message : String(error),
      }),
    )
    process.send?.(said, () => process.disconnect())
  }
})

async function make(order: PlanOrder): Promise<FromPlanner> {
  const solve = await openSolver()
  const clock = () => performance.now()
  const work = makePlan(order, { solve, clock, isStopped: () => isStopped })
  let last = Number.NEGATIVE_INFINITY
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return { kind: 'made', plan: step.value }
    if (clock() - last < wordEveryMs) continue
    last = clock()
    process.send?.({ kind: 'progress', progress: step.value } satisfies FromPlanner)
    // Lets the word to stop come in.
    await setImmediate()
  }
}
