import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unitKinds } from '#kernel/authorities/authority.ts'
import { checkServiceForPublishing } from './definition/check-service.ts'
import { type LifeSituation, parseLifeSituations } from './definition/life-situations.ts'
import { type LocatedProblem, locateProblems, parseService, problemText } from './definition/parse-service.ts'
import type { ServiceDefinition } from './definition/service-definition.ts'
import { unitKindOf } from './unit-kind.ts'

export type ServiceContent = {
  readonly lifeSituations: readonly LifeSituation[]
  readonly services: readonly { readonly definition: ServiceDefinition; readonly checksum: string }[]
}

/** What is wrong in a folder of services, all of it, each with file and place. */
export class ServiceContentError extends Error {
  override name = 'ServiceContentError'
  readonly problems: readonly LocatedProblem[]
  constructor(problems: readonly LocatedProblem[]) {
    super(problems.map(problemText).join('\n'))
    this.problems = problems
  }
}

const lifeSituationsFile = '_life-situations.yaml'

/** Reads a folder of service files; each must be ready to be published. Throws a `ServiceContentError` with all problems of all files. */
export function readServiceFolder(folder: string): ServiceContent {
  const lifeSituations = parseLifeSituations(readFileSync(join(folder, lifeSituationsFile), 'utf8'))
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && !file.startsWith('_'))
    .sort()
    .map((file) => readService(folder, file, lifeSituations))
  const problems = files.flatMap((file) => file.problems)
  if (problems.length > 0) throw new ServiceContentError(problems)
  const definitions = files.flatMap((file) => file.definition ?? [])
  return {
    lifeSituations,
    services: definitions.map((definition) => ({ definition, checksum: checksumOf(definition) })),
  }
}

type ReadService = { definition?: ServiceDefinition; problems: readonly LocatedProblem[] }

function readService(folder: string, file: string, lifeSituations: readonly LifeSituation[]): ReadService {
  const text = readFileSync(join(folder, file), 'utf8')
  const parsed = parseService(text, file)
  if (!parsed.ok) return { problems: parsed.problems }
  const { definition } = parsed
  const problems = [...checkServiceForPublishing(definition, lifeSituations), ...unitProblems(definition)]
  return { definition, problems: locateProblems(text, file, problems) }
}

function unitProblems(definition: ServiceDefinition) {
  const named = [
    { path: '/unitKind', unitKind: definition.unitKind },
    ...(definition.otherUnits ?? []).map(({ unitKind }, index) => ({
      path: `/otherUnits/${index}/unitKind`,
      unitKind,
    })),
  ]
  return named
    .filter((one) => !unitKindOf(one))
    .map(({ path, unitKind }) => ({
      path,
      message: `there is no kind of unit "${unitKind}". Use one of ${unitKinds.join(', ')}.`,
    }))
}

/** The same for equal content, whatever the order of keys. */
export function checksumOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
