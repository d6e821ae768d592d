import { readdirSync, readFileSync } from 'node:fs'

/** The numbers of processes that another one has started, by what they run; Linux only. */
export function childrenOf(parent: number, program: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const isOurs = new RegExp(`\\) \\w ${parent} `).test(readFileSync(`/proc/${name}/stat`, 'utf8'))
        return isOurs && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(program) ? [Number(name)] : []
      } catch {
        return []
      }
    })
}
