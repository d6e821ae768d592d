import { createHash } from 'node:crypto'
import { type Static, Type } from 'typebox'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { leavesPath, phaseOnPath } from '../projects/hermes.ts'
import { methods, type Phase, phases, sizes } from '../projects/project.ts'

const strict = { additionalProperties: false }
const day = Type.Unsafe<IsoDate>({ type: 'string', format: 'day' })
const amount = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const reference = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$', maxLength: 200 })
const line = (maxLength: number) => Type.String({ minLength: 1, maxLength })

const milestoneSchema = Type.Object(
  { reference: line(100), title: line(200), plannedOn: day, reachedOn: Type.Optional(day) },
  strict,
)

/**
 * A project as files have it. `reference` is its name within the authority, by which it is known again. What a file does not say is not there, and
 * stays as it is. `needs` are references, with the authority in front where it is another's.
 */
export const exchangeSchema = Type.Object(
  {
    reference,
    title: Type.Optional(line(500)),
    text: Type.Optional(line(5_000)),
    benefit: Type.Optional(line(5_000)),
    owner: Type.Optional(line(200)),
    phase: Type.Optional(Type.Enum([...phases])),
    size: Type.Optional(Type.Enum([...sizes])),
    method: Type.Optional(Type.Enum([...methods])),
    beginsOn: Type.Optional(day),
    endsOn: Type.Optional(day),
    budget: Type.Optional(amount),
    effortDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    needs: Type.Optional(Type.Array(reference, { maxItems: 100 })),
    milestones: Type.Optional(Type.Array(milestoneSchema, { maxItems: 200 })),
  },
  strict,
)
export type ExchangeProject = Readonly<Static<typeof exchangeSchema>>
export type ExchangeMilestone = Readonly<Static<typeof milestoneSchema>>

/** Projects that one file may have. */
export const mostExchanged = 1_000

/** What is wrong in a file: in which line or element (from 1; 0 is the whole), in which field. */
export type ExchangeFault = {
  readonly line: number
  readonly field: string
  readonly kind: FaultKind
  readonly value: string
}
export type FaultKind =
  | 'missing'
  | 'not_one'
  | 'twice'
  | 'order'
  | 'unknown_need'
  | 'off_path'
  | 'shape'
  | 'too_many'
  | 'not_json'
  | 'no_projects'

export const fields = [
  'title',
  'text',
  'benefit',
  'owner',
  'phase',
  'size',
  'method',
  'beginsOn',
  'endsOn',
  'budget',
  'effortDays',
] as const
export type Field = (typeof fields)[number]

export type Change = {
  readonly kind: 'added' | 'changed' | 'unchanged'
  /** As it is taken over: a known project without its phase, a new one with a phase of its own path. */
  readonly project: ExchangeProject
  /** The phase that a known project keeps although the file says another: only decisions change it. */
  readonly phaseKept: Phase | undefined
  /** What changes, and what it was before. */
  readonly fields: readonly { readonly field: Field; readonly before: string; readonly after: string }[]
  readonly milestones: readonly ExchangeMilestone[]
  readonly needs: readonly string[]
}

/** What taking a file over would do. Nothing is ever removed by a file; what it does not say stays. */
export function planImport(
  there: ReadonlyMap<string, ExchangeProject>,
  brought: readonly ExchangeProject[],
): readonly Change[] {
  return brought.map((said): Change => {
    const known = there.get(said.reference)
    const project = known ? withoutPhase(said) : withPathPhase(said)
    const phaseKept = said.phase !== undefined && said.phase !== known?.phase ? known?.phase : undefined
    const changed = fields.flatMap((field) => {
      const [before, after] = [known?.[field], project[field]]
      return after === undefined || after === before
        ? []
        : [{ field, before: String(before ?? ''), after: String(after) }]
    })
    const milestones = (project.milestones ?? []).filter((one) => {
      const same = known?.milestones?.find((other) => other.reference === one.reference)
      return (
        !same ||
        same.title !== one.title ||
        same.plannedOn !== one.plannedOn ||
        (one.reachedOn !== undefined && same.reachedOn !== one.reachedOn)
      )
    })
    const needs = (project.needs ?? []).filter((need) => !known?.needs?.includes(need))
    const isSame = changed.length + milestones.length + needs.length === 0
    const kind = known ? (isSame ? 'unchanged' : 'changed') : 'added'
    return { kind, project, phaseKept, fields: changed, milestones, needs }
  })
}

function withoutPhase({ phase: _phase, ...project }: ExchangeProject): ExchangeProject {
  return project
}

const kindOf = ({ size, method }: ExchangeProject) => ({ size, method })

function withPathPhase(project: ExchangeProject): ExchangeProject {
  return project.phase === undefined ? project : { ...project, phase: phaseOnPath(project.phase, kindOf(project)) }
}

/** Whether a known project would leave the path of its phase with the size or method that a file says. */
function isTakenOffPath(project: ExchangeProject, known: ExchangeProject): boolean {
  const [before, said] = [kindOf(known), kindOf(project)]
  const after = { size: said.size ?? before.size, method: said.method ?? before.method }
  return known.phase !== undefined && leavesPath(known.phase, before, after)
}

/** What does not fit together among projects of a file, and with what is there. `isKnown`: a project of another authority. */
export function faultsOf(
  brought: readonly ExchangeProject[],
  there: ReadonlyMap<string, ExchangeProject>,
  isKnown: (reference: string) => boolean,
): readonly ExchangeFault[] {
  const seen = new Set<string>()
  const all = new Set(brought.map((one) => one.reference))
  return brought.flatMap((project, at) => {
    const faults: ExchangeFault[] = []
    const fault = (field: string, kind: FaultKind, value: string) => faults.push({ line: at + 1, field, kind, value })
    if (seen.has(project.reference)) fault('reference', 'twice', project.reference)
    seen.add(project.reference)
    const known = there.get(project.reference)
    if (!known && project.title === undefined) fault('title', 'missing', project.reference)
    const [begins, ends] = [project.beginsOn ?? known?.beginsOn, project.endsOn ?? known?.endsOn]
    if (begins !== undefined && ends !== undefined && begins > ends) fault('endsOn', 'order', ends)
    if (known && isTakenOffPath(project, known)) {
      const isSize = project.size !== undefined && project.size !== known.size
      fault(isSize ? 'size' : 'method', 'off_path', (isSize ? project.size : project.method) ?? '')
    }
    for (const need of project.needs ?? [])
      if (need === project.reference || !(all.has(need) || there.has(need) || isKnown(need)))
        fault('needs', 'unknown_need', need)
    return faults
  })
}

const longest = 64

/** A reference of another tool as a name of ours; the same always gives the same. */
export function referenceOf(text: string): string {
  const word = text
    .replace(/[äöü]/gi, (sign) => `${sign}e`)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  if (word !== '' && word.length <= longest) return word
  const mark = createHash('sha256').update(text).digest('hex').slice(0, 8)
  return `${word.slice(0, longest - 9).replace(/-+$/, '') || 'projekt'}-${mark}`
}
