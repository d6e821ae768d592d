import { readdirSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Program, projectFolder } from '#test/support/process.ts'
import type { Profile } from './line.ts'

type CallFrame = { functionName: string; url: string; lineNumber: number; columnNumber: number }
type CpuProfile = { nodes: { id: number; callFrame: CallFrame }[]; samples: number[]; timeDeltas: number[] }
type Reply = { id?: number; result?: { profile?: CpuProfile } }

/** What lets a running program be asked by `openProfiler`; costs nothing until then. */
export const profiledEnv: Readonly<Record<string, string>> = { NODE_OPTIONS: '--inspect-port=0' }

const mostShown = 12
/** Milliseconds of a tick of `/proc` on Linux. */
const tick = 10

/** Watches what a program and its database do with the processors while something is measured; Linux only. */
export async function openProfiler(program: Program, databaseFolder: string) {
  const inspector = await openInspector(program)
  await inspector.ask('Profiler.enable')
  const postmaster = Number(readFileSync(join(databaseFolder, 'data/postmaster.pid'), 'utf8').split('\n')[0])
  return {
    watch: async <T extends { readonly answers: number }>(run: () => Promise<T>): Promise<T & { profile: Profile }> => {
      await inspector.ask('Profiler.start')
      const before = { program: timesOf(program.pid), database: timeOfDatabase(postmaster) }
      const line = await run()
      const after = { program: timesOf(program.pid), database: timeOfDatabase(postmaster) }
      const { result } = await inspector.ask('Profiler.stop')
      const each = (milliseconds: number) => milliseconds / Math.max(1, line.answers)
      const profile: Profile = {
        programUser: each(after.program.user - before.program.user),
        programSystem: each(after.program.system - before.program.system),
        database: each(after.database - before.database),
        shares: result?.profile ? sharesOf(result.profile) : [],
      }
      return { ...line, profile }
    },
    close: () => inspector.close(),
  }
}

async function openInspector(program: Program) {
  program.ask('SIGUSR1')
  const addressOf = () => /ws:\S+/.exec(program.errors)?.[0]
  while (addressOf() === undefined) await delay(20)
  const socket = new WebSocket(addressOf() ?? '')
  await new Promise((done) => socket.addEventListener('open', done))
  const waiting = new Map<number, (reply: Reply) => void>()
  socket.addEventListener('message', ({ data }) => {
    const reply: Reply = JSON.parse(String(data))
    waiting.get(reply.id ?? 0)?.(reply)
  })
  let last = 0
  return {
    ask: (method: string) =>
      new Promise<Reply>((done) => {
        last += 1
        waiting.set(last, done)
        socket.send(JSON.stringify({ id: last, method }))
      }),
    close: () => socket.close(),
  }
}

/** Where the samples of a profile fell, largest share of the busy time first. */
function sharesOf({ nodes, samples, timeDeltas }: CpuProfile): Profile['shares'] {
  const map = new SourceMap(JSON.parse(readFileSync(join(projectFolder, 'built/program.js.map'), 'utf8')))
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame, map)]))
  const times = new Map<string, number>()
  let busy = 0
  for (const [index, id] of samples.entries()) {
    const name = names.get(id) ?? ''
    const time = timeDeltas[index] ?? 0
    if (name === '(idle)') continue
    busy += time
    times.set(name, (times.get(name) ?? 0) + time)
  }
  return [...times]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostShown)
    .map(([name, time]) => ({ name, share: time / busy }))
}

/** The function, and the file of ours, the part of Node or «package» where it stands. */
function nameOf({ functionName, url, lineNumber, columnNumber }: CallFrame, map: SourceMap): string {
  const name = functionName === '' ? 'anonymous' : functionName
  if (url === '') return name
  if (!url.endsWith('/built/program.js')) return `${name}, ${url.split('/node_modules/').at(-1)}`
  const entry = map.findEntry(lineNumber, columnNumber)
  const source = 'originalSource' in entry ? entry.originalSource : undefined
  return `${name}, ${source?.replace('../', '') ?? 'package'}`
}

function timesOf(pid: number): { parent: number; user: number; system: number; ofChildren: number } {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // After the name, which may hold anything: state, parent, … user and system time, those of children that ended.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  const at = (index: number) => fields[index] ?? 0
  return { parent: at(1), user: at(11) * tick, system: at(12) * tick, ofChildren: (at(13) + at(14)) * tick }
}

function timeOfDatabase(postmaster: number): number {
  let sum = 0
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const times = seenTimes(pid)
    if (pid === postmaster) sum += times?.ofChildren ?? 0
    if (pid === postmaster || times?.parent === postmaster) sum += (times?.user ?? 0) + (times?.system ?? 0)
  }
  return sum
}

/** Undefined for a process that ended meanwhile. */
function seenTimes(pid: number): ReturnType<typeof timesOf> | undefined {
  try {
    return timesOf(pid)
  } catch {
    return undefined
  }
}
