import { type Document, isAlias, isNode, LineCounter, parseDocument } from 'yaml'
import { validatorOf } from '#kernel/validator.ts'
import { formShapeProblems } from '../../forms/check-form.ts'
import { type ServiceDefinition, type ServiceProblem, serviceDefinitionSchema } from './service-definition.ts'

/** A problem with the file and line it stands in, where they are known. */
export type LocatedProblem = ServiceProblem & { readonly file: string; readonly line?: number }

export type ParsedService =
  | { readonly ok: true; readonly definition: ServiceDefinition }
  | { readonly ok: false; readonly problems: readonly LocatedProblem[] }

const isDefinition = validatorOf(serviceDefinitionSchema)
const largest = 500_000

/**
 * Reads a service of its YAML file, strictly: no unknown keys, no key twice, every field of a known type with the
 * settings it knows. What it returns can be shown and filled in; whether it may be published, `checkServiceForPublishing` says.
 */
export function parseService(yamlText: string, fileName: string): ParsedService {
  const { value, problems, lineOf } = readYaml(yamlText)
  const located = (list: readonly ServiceProblem[]) =>
    list.map((one) => ({ ...one, file: fileName, line: lineOf(one.path) })).map(withoutUnknownLine)
  if (problems.length > 0) return { ok: false, problems: located(problems) }
  if (!isDefinition(value)) return { ok: false, problems: located(isDefinition.problems(value)) }
  const shape = [
    ...nameProblems(value, fileName),
    ...formShapeProblems(value.form).map((one) => ({ ...one, path: `/form${one.path}` })),
  ]
  return shape.length > 0 ? { ok: false, problems: located(shape) } : { ok: true, definition: value }
}

/** Puts file and line to problems that were found later, such as those of publishing. */
export function locateProblems(
  yamlText: string,
  fileName: string,
  problems: readonly ServiceProblem[],
): readonly LocatedProblem[] {
  const { lineOf } = readYaml(yamlText)
  return problems.map((one) => withoutUnknownLine({ ...one, file: fileName, line: lineOf(one.path) }))
}

/** `content/services/umzug.yaml:42 /form/pages/2/title: …` */
export function problemText({ file, line, path, message }: LocatedProblem): string {
  return `${file}${line === undefined ? '' : `:${line}`} ${path || '/'}: ${message}`
}

type ReadYaml = { value: unknown; problems: readonly ServiceProblem[]; lineOf(path: string): number | undefined }

function readYaml(text: string): ReadYaml {
  if (text.length > largest) return broken(`is longer than ${largest} characters. Split the service.`)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true, merge: false })
  const [error] = [...document.errors, ...document.warnings]
  if (error)
    return broken(`is no valid YAML: ${error.message.split('\n')[0] ?? ''} Correct the spelling and indentation.`)
  const value = plainValue(document)
  if (value === tooManyAliases) return broken('refers to itself too often. Write the texts out.')
  return {
    value,
    problems: [],
    lineOf(path) {
      const parts = path.split('/').slice(1).map(unescapePointer)
      for (let length = parts.length; length > 0; length -= 1) {
        const node = document.getIn(parts.slice(0, length), true)
        if (isNode(node) && !isAlias(node) && node.range) return lines.linePos(node.range[0]).line
      }
      return undefined
    },
  }
}

const tooManyAliases = Symbol('too many aliases')

/** The document as plain values; references that would multiply without end are not followed. */
function plainValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 })
  } catch {
    return tooManyAliases
  }
}

function broken(message: string): ReadYaml {
  return { value: undefined, problems: [{ path: '', message }], lineOf: () => undefined }
}

function nameProblems({ id }: ServiceDefinition, fileName: string): readonly ServiceProblem[] {
  const name = fileName
    .split('/')
    .at(-1)
    ?.replace(/\.ya?ml$/, '')
  return name === id
    ? []
    : [{ path: '/id', message: `the service "${id}" stands in the file "${name}". Give both the same name.` }]
}

function unescapePointer(part: string): string | number {
  const text = part.replaceAll('~1', '/').replaceAll('~0', '~')
  return /^\d+$/.test(text) ? Number(text) : text
}

function withoutUnknownLine({
  line,
  ...problem
}: ServiceProblem & { file: string; line: number | undefined }): LocatedProblem {
  return line === undefined ? problem : { ...problem, line }
}
