/** One thing that wapiti found, with its level: 0 hint, 1 low, 2 medium, 3 high, 4 critical. */
export type Finding = {
  readonly kind: string
  readonly level: number
  readonly method: string
  readonly path: string
  readonly parameter: string
  readonly info: string
}

/** What stands in wapiti's JSON report: weaknesses, and anomalies (answers 5xx, time-outs). Throws where it is none. */
export function readFindings(report: unknown): { readonly weaknesses: Finding[]; readonly anomalies: Finding[] } {
  return {
    weaknesses: findingsOf(property(report, 'vulnerabilities')),
    anomalies: findingsOf(property(report, 'anomalies')),
  }
}

function findingsOf(kinds: unknown): Finding[] {
  if (typeof kinds !== 'object' || kinds === null) throw new TypeError('not a report of wapiti')
  return Object.entries(kinds).flatMap(([kind, list]: [string, unknown]) => {
    if (!Array.isArray(list)) throw new TypeError(`not a list of findings: ${kind}`)
    return list.map((one: unknown) => ({
      kind,
      level: Number(property(one, 'level')),
      method: String(property(one, 'method')),
      path: String(property(one, 'path')),
      parameter: String(property(one, 'parameter')),
      info: String(property(one, 'info')),
    }))
  })
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !(name in value)) throw new TypeError(`no ${name} in the report`)
  return new Map<string, unknown>(Object.entries(value)).get(name)
}
