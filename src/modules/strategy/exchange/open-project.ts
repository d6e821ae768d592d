import { type Static, Type } from 'typebox'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { validatorOf } from '#kernel/validator.ts'
import type { Phase } from '../projects/project.ts'
import { isOfOurTimes } from '../roadmap/days.ts'
import {
  type ExchangeFault,
  type ExchangeMilestone,
  type ExchangeProject,
  mostExchanged,
  referenceOf,
} from './exchange-project.ts'

// What we read of OpenProject's API v3 (https://www.openproject.org/docs/api/endpoints/work-packages/, …/relations/): a collection in HAL whose
// elements are work packages or projects. Everything else in it is left alone.
const link = Type.Object({
  href: Type.Optional(Type.Union([Type.String({ maxLength: 500 }), Type.Null()])),
  title: Type.Optional(Type.Union([Type.String({ maxLength: 500 }), Type.Null()])),
})
const links = Type.Optional(Type.Record(Type.String(), Type.Union([link, Type.Unknown()])))
const day = Type.Optional(Type.Union([Type.String({ maxLength: 10 }), Type.Null()]))
const text = Type.Optional(
  Type.Union([
    Type.Object({ raw: Type.Optional(Type.Union([Type.String({ maxLength: 100_000 }), Type.Null()])) }),
    Type.Null(),
  ]),
)
const relation = Type.Object({ type: Type.String({ maxLength: 50 }), _links: Type.Object({ from: link, to: link }) })

const elementSchema = Type.Object({
  _type: Type.Optional(Type.String({ maxLength: 50 })),
  id: Type.Integer({ minimum: 0 }),
  /** Ours: the name by which a project or milestone is known again. */
  reference: Type.Optional(Type.String({ maxLength: 100 })),
  subject: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  identifier: Type.Optional(Type.String({ maxLength: 200 })),
  description: text,
  startDate: day,
  dueDate: day,
  date: day,
  percentageDone: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  _links: links,
  _embedded: Type.Optional(
    Type.Object({
      relations: Type.Optional(
        Type.Object({ _embedded: Type.Object({ elements: Type.Array(relation, { maxItems: 1_000 }) }) }),
      ),
    }),
  ),
})
const collectionSchema = Type.Object({
  _embedded: Type.Object({ elements: Type.Array(elementSchema, { maxItems: 20_000 }) }),
})
type Element = Static<typeof elementSchema>

const isCollection = validatorOf(collectionSchema)
const isLink = validatorOf(link)

type Read = { readonly projects: readonly ExchangeProject[]; readonly faults: readonly ExchangeFault[] }

/**
 * Reads a collection as OpenProject gives it out: what has nothing above it is a project, what is a milestone (it has a `date`, or its type says
 * so) belongs to the project above it; tasks below are left out. `follows` and `requires` become what a project waits for.
 */
export function readOpenProject(source: string): Read {
  const value = parsed(source)
  if (value === undefined) return refused('not_json')
  if (!isCollection(value)) return refused('shape')
  const { elements } = value._embedded
  const byId = new Map(elements.map((one) => [one.id, one]))
  const tops = elements.filter((one) => !isMilestone(one) && topOf(one, byId) === one)
  if (tops.length === 0) return refused('no_projects')
  if (tops.length > mostExchanged) return refused('too_many')
  const needs = needsOf(elements, byId)
  const milestones = Map.groupBy(
    elements.filter((one) => isMilestone(one) && topOf(one, byId) !== one),
    (one) => topOf(one, byId)?.id,
  )
  const order = (one: ExchangeMilestone, other: ExchangeMilestone) =>
    one.plannedOn < other.plannedOn ? -1 : one.plannedOn > other.plannedOn ? 1 : 0
  const projects = tops.map((one): ExchangeProject => {
    const own = (milestones.get(one.id) ?? []).flatMap(milestoneOf).toSorted(order)
    const waits = needs.get(one.id) ?? []
    const title = one.subject ?? one.name
    const [begins, ends] = [dayOf(one.startDate), dayOf(one.dueDate)]
    const phase = phaseOf(one)
    const about = one.description?.raw?.trim().slice(0, 5_000)
    return {
      reference: nameOf(one),
      ...(title !== undefined && { title }),
      ...(about && { text: about }),
      ...(phase && { phase }),
      ...(begins && { beginsOn: begins }),
      ...(ends && { endsOn: ends }),
      ...(waits.length > 0 && { needs: waits }),
      ...(own.length > 0 && { milestones: own }),
    }
  })
  return { projects, faults: [] }
}

const refused = (kind: ExchangeFault['kind']): Read => ({
  projects: [],
  faults: [{ line: 0, field: '', kind, value: '' }],
})

function parsed(source: string): unknown {
  try {
    return JSON.parse(source)
  } catch {
    return undefined
  }
}

const dayOf = (value: string | null | undefined): IsoDate | undefined =>
  value && isIsoDate(value) && isOfOurTimes(value) ? value : undefined

function linkOf({ _links }: Element, name: string): { readonly id: number | undefined; readonly title: string } {
  const found = _links?.[name]
  const one = isLink(found) ? found : {}
  const id = /\/(?:work_packages|projects)\/(\d{1,15})$/.exec(one.href ?? '')?.[1]
  return { id: id === undefined ? undefined : Number(id), title: one.title ?? '' }
}

const isMilestone = (one: Element): boolean =>
  one.date !== undefined || /milestone|meilenstein|jalon|pietra miliare/i.test(linkOf(one, 'type').title)

/** What stands above everything else that an element belongs to, as far as the file has it; a circle ends where it began. */
function topOf(element: Element, byId: ReadonlyMap<number, Element>): Element {
  let top = element
  const seen = new Set<number>()
  for (;;) {
    const parent = byId.get(linkOf(top, 'parent').id ?? -1)
    if (!parent || seen.has(parent.id)) return top
    seen.add(top.id)
    top = parent
  }
}

function nameOf({ reference, id, identifier, _type }: Element): string {
  if (reference !== undefined) return referenceOf(reference)
  return _type === 'Project' && identifier !== undefined ? referenceOf(identifier) : `openproject-${id}`
}

function milestoneOf(one: Element): ExchangeMilestone[] {
  const plannedOn = dayOf(one.date) ?? dayOf(one.dueDate) ?? dayOf(one.startDate)
  if (plannedOn === undefined) return []
  const isReached =
    one.percentageDone === 100 || /closed|done|erledigt|geschlossen|fermé|chiuso/i.test(linkOf(one, 'status').title)
  return [
    {
      reference: one.reference ?? `openproject-${one.id}`,
      title: (one.subject ?? one.name ?? '–').slice(0, 200),
      plannedOn,
      ...(isReached && { reachedOn: plannedOn }),
    },
  ]
}

const byStatus: readonly (readonly [RegExp, Phase])[] = [
  [/reject|abgelehnt|abgebrochen|stopped|discontinued/i, 'stopped'],
  [/closed|done|finished|erledigt|geschlossen|abgeschlossen/i, 'closed'],
  [/in progress|in bearbeitung|on track|at risk|off track|developed|execution|umsetzung/i, 'execution'],
  [/specif|concept|konzept/i, 'concept'],
  [/new|neu|not started|schedul|idea|idee/i, 'idea'],
]

/** The phase that a status stands for; ours is written as it is. */
function phaseOf(one: Element): Phase | undefined {
  const { title } = linkOf(one, 'status')
  return ourPhases.find((phase) => phase === title) ?? byStatus.find(([pattern]) => pattern.test(title))?.[1]
}

const ourPhases: readonly Phase[] = [
  'idea',
  'impulse',
  'initiation',
  'concept',
  'realisation',
  'introduction',
  'execution',
  'closure',
  'closed',
  'stopped',
]

/** What each project waits for, by its id. */
function needsOf(elements: readonly Element[], byId: ReadonlyMap<number, Element>): ReadonlyMap<number, string[]> {
  const needs = new Map<number, string[]>()
  for (const { _embedded } of elements)
    for (const { type, _links } of _embedded?.relations?._embedded.elements ?? []) {
      const ends = [_links.from, _links.to].map(({ href }) =>
        byId.get(Number(/\/(\d{1,15})$/.exec(href ?? '')?.[1] ?? -1)),
      )
      const [from, to] = type === 'precedes' || type === 'required' ? ends.toReversed() : ends
      if (!from || !to || !/^(?:follows|precedes|requires|required)$/.test(type)) continue
      const [waiting, waited] = [topOf(from, byId), topOf(to, byId)]
      if (waiting === waited) continue
      const known = needs.get(waiting.id) ?? []
      if (!known.includes(nameOf(waited))) needs.set(waiting.id, [...known, nameOf(waited)])
    }
  return needs
}

/** Projects and milestones as a collection of work packages, as OpenProject gives it out; what it has no field for is left out. */
export function writeOpenProject(projects: readonly ExchangeProject[], { href }: { readonly href: string }): object {
  let count = 0
  const numbered = projects.map((project) => {
    count += 1
    const id = count
    const milestones = (project.milestones ?? []).map((milestone) => {
      count += 1
      return { milestone, id: count }
    })
    return { project, id, milestones }
  })
  const ids = new Map(numbered.map(({ project, id }) => [project.reference, id]))
  const packageLink = (id: number) => ({ href: `/api/v3/work_packages/${id}` })
  const elements = numbered.flatMap(({ project, id, milestones }) => [
    {
      _type: 'WorkPackage',
      id,
      reference: project.reference,
      subject: project.title ?? project.reference,
      description: { format: 'markdown', raw: project.text ?? '' },
      startDate: project.beginsOn ?? null,
      dueDate: project.endsOn ?? null,
      _embedded: {
        relations: {
          _type: 'Collection',
          _embedded: {
            elements: (project.needs ?? []).flatMap((need) => {
              const to = ids.get(need)
              return to === undefined
                ? []
                : [
                    {
                      _type: 'Relation',
                      type: 'follows',
                      reverseType: 'precedes',
                      _links: { from: packageLink(id), to: packageLink(to) },
                    },
                  ]
            }),
          },
        },
      },
      _links: {
        self: packageLink(id),
        type: { title: 'Phase' },
        status: { title: project.phase ?? 'idea' },
        parent: { href: null },
      },
    },
    ...milestones.map(({ milestone, id: own }) => ({
      _type: 'WorkPackage',
      id: own,
      reference: milestone.reference,
      subject: milestone.title,
      date: milestone.reachedOn ?? milestone.plannedOn,
      percentageDone: milestone.reachedOn === undefined ? 0 : 100,
      _links: {
        self: packageLink(own),
        type: { title: 'Milestone' },
        status: { title: milestone.reachedOn === undefined ? 'New' : 'Closed' },
        parent: packageLink(id),
      },
    })),
  ])
  return {
    _type: 'WorkPackageCollection',
    total: elements.length,
    count: elements.length,
    pageSize: elements.length,
    offset: 1,
    _embedded: { elements },
    _links: { self: { href } },
  }
}
