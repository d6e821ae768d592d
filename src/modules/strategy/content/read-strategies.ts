import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { v5 } from 'uuid'
import { parse } from 'yaml'
import { type AuthorityId, slug, uuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import { type Edge, mayJoin } from '../graph/edge.ts'
import type { Facts } from '../graph/facts.ts'
import type { Node, NodeContent, Source } from '../graph/node.ts'
import type { Figure, NewDefinition } from '../indicators/write-indicator.ts'
import type { Project } from '../projects/project.ts'
import { type StrategyFile, strategyFileSchema } from './strategy-file.ts'
import { type ContentTogether, togetherOf } from './together.ts'

export type ContentNode = Pick<Node, 'authorityId' | 'id' | 'slug'> & {
  readonly content: NodeContent
  readonly facts: Facts
  readonly project: Omit<Project, 'key'> | undefined
  readonly indicator: ContentIndicator | undefined
  readonly together: ContentTogether
}

/** What an indicator measures, with the figures that the files bring. */
export type ContentIndicator = {
  readonly definition: NewDefinition
  readonly figures: readonly Figure[]
}
/** An edge as the files say it; who sees it follows from its ends as they are kept. */
export type ContentEdge = Omit<Edge, 'audience'>
export type StrategyContent = { readonly nodes: readonly ContentNode[]; readonly edges: readonly ContentEdge[] }

/** What is wrong in the files, all of it, each with file and place. */
export class StrategyContentError extends Error {
  override name = 'StrategyContentError'
}

const isFile = validatorOf(strategyFileSchema)
// Any fixed UUID: it only keeps our ids apart from those that others make of the same texts.
const namespace = '0198c0de-5717-7000-8000-57a7e6000000'

type Named = { readonly file: string; readonly content: StrategyFile }

/**
 * Reads the files of a folder into nodes and edges whose ids stay the same from run to run. `known` are nodes of other folders that edges may
 * lead to. Throws a `StrategyContentError` with all that is wrong.
 */
export function readStrategies(folder: string, known: readonly ContentNode[] = []): StrategyContent {
  const files = readdirSync(folder)
    // The pairs of projects judged by hand lie in the same folder and are no strategies.
    .filter((file) => file.endsWith('.yaml') && !file.startsWith('synergies-'))
    .toSorted()
  return strategiesOf(new Map(files.map((file) => [file, parse(readFileSync(join(folder, file), 'utf8'))])), known)
}

/** The same for files that were read and parsed, by their names. */
export function strategiesOf(files: ReadonlyMap<string, unknown>, known: readonly ContentNode[] = []): StrategyContent {
  const [named, problems] = shapesOf(files)
  const nodes = named.flatMap((one) => nodesOf(one, problems))
  const all = new Map<string, ContentNode>(known.map((node) => [node.slug, node]))
  for (const node of nodes) {
    if (all.has(node.slug)) problems.push(`${node.slug}: this id is there twice.`)
    all.set(node.slug, node)
  }
  const edges = named.flatMap((one) => edgesOf(one, all, problems))
  if (problems.length > 0) throw new StrategyContentError(problems.join('\n'))
  return { nodes, edges }
}

function shapesOf(files: ReadonlyMap<string, unknown>): [named: Named[], problems: string[]] {
  const [named, problems]: [Named[], string[]] = [[], []]
  for (const [file, content] of files)
    if (isFile(content)) named.push({ file, content })
    else problems.push(...isFile.problems(content).map(({ path, message }) => `${file} ${path}: ${message}`))
  return [named, problems]
}

function nodesOf({ file, content: { authority, nodes, ...ofAll } }: Named, problems: string[]): ContentNode[] {
  return nodes.flatMap(
    ({ id, project, parliament, agreement, indicator, facts = {}, sources, authority: own = authority, ...node }) => {
      const place = `${file} ${id}`
      const [first, ...others] = sources.flatMap((name) => sourceOf(ofAll.sources, name, place, problems))
      if (!first) return []
      if (node.beginsOn && node.endsOn && node.beginsOn > node.endsOn) problems.push(`${place}: ends before it begins.`)
      if (project && node.kind !== 'project' && node.kind !== 'measure') problems.push(`${place}: is no project.`)
      const content: NodeContent = {
        kind: node.kind,
        level: node.level ?? ofAll.level,
        audience: node.audience ?? ofAll.audience ?? 'public',
        standing: node.standing ?? ofAll.standing,
        title: node.title,
        text: node.text,
        owner: node.owner ?? ofAll.owner,
        beginsOn: node.beginsOn,
        endsOn: node.endsOn,
        sources: [first, ...others],
      }
      const authorityId: AuthorityId = slug(own)
      const known = { authorityId, id: nodeIdOf(authorityId, id), slug: id, content }
      return [
        {
          ...known,
          facts: factsOf(facts, sources, place, problems),
          project: project && projectOf(project),
          together: togetherOf({ ...(parliament && { parliament }), ...(agreement && { agreement }) }),
          indicator: indicator && indicatorOf(indicator, ofAll.sources, place, problems),
        },
      ]
    },
  )
}

type FileFacts = NonNullable<StrategyFile['nodes'][number]['facts']>

/** Facts name their source by its place among the node's. */
function factsOf(facts: FileFacts, sources: readonly string[], place: string, problems: string[]): Facts {
  const numberOf = (name: string | undefined) => {
    const found = name === undefined ? sources.length - 1 : sources.indexOf(name)
    if (found < 0 || (name === undefined && found > 0))
      problems.push(`${place}: a fact must name a source of its node.`)
    return Math.max(found, 0)
  }
  const { amounts, statements, ...plain } = facts
  return {
    ...plain,
    ...(amounts && { amounts: amounts.map((one) => ({ ...one, source: numberOf(one.source) })) }),
    ...(statements && { statements: statements.map((one) => ({ ...one, source: numberOf(one.source) })) }),
  }
}

type FileIndicator = NonNullable<StrategyFile['nodes'][number]['indicator']>

function indicatorOf(
  { source, observations = [], ...said }: FileIndicator,
  sources: StrategyFile['sources'],
  place: string,
  problems: string[],
): ContentIndicator {
  const [known] = source === undefined ? [] : sourceOf(sources, source, place, problems)
  const { baseline, target, uncertainty, counter, validFrom } = said
  return {
    definition: { ...said, baseline, target, uncertainty, counter, validFrom, source: known, reason: undefined },
    figures: observations.flatMap(({ source: name, qualifier, ...figure }) =>
      sourceOf(sources, name, place, problems).map((one) => ({
        ...figure,
        qualifier,
        series: '',
        note: undefined,
        source: one,
      })),
    ),
  }
}

type FileProject = NonNullable<StrategyFile['nodes'][number]['project']>

const projectOf = ({ phase, size, method, beginsOn, endsOn }: FileProject): Omit<Project, 'key'> => ({
  phase,
  size,
  method,
  beginsOn,
  endsOn,
})

/** The id of what an authority's file calls by that name: the same in each installation. */
const nodeIdOf = (authorityId: AuthorityId, name: string) =>
  uuid<'strategy-node'>(v5(`node:${authorityId}:${name}`, namespace))

function edgesOf({ file, content }: Named, all: ReadonlyMap<string, ContentNode>, problems: string[]): ContentEdge[] {
  return (content.edges ?? []).flatMap(({ kind, from, to, since, until, owner = content.owner, source, note }) => {
    const place = `${file} ${from} ${kind} ${to}`
    const [one, other] = [all.get(from), all.get(to)]
    const [known] = sourceOf(content.sources, source, place, problems)
    if (!one || !other) problems.push(`${place}: ${one ? to : from} is not known.`)
    if (!one || !other || !known) return []
    if (!mayJoin(kind, one.content.kind, other.content.kind))
      problems.push(`${place}: ${one.content.kind} and ${other.content.kind} are not joined in that way.`)
    if (until && until < since) problems.push(`${place}: ends before it begins.`)
    const authorityId: AuthorityId = slug(content.authority)
    return [
      {
        authorityId,
        id: uuid<'strategy-edge'>(v5(`edge:${authorityId}:${kind}:${one.id}:${other.id}:${since}`, namespace)),
        kind,
        from: { authorityId: one.authorityId, id: one.id },
        to: { authorityId: other.authorityId, id: other.id },
        since,
        until,
        owner,
        source: known,
        note,
      },
    ]
  })
}

function sourceOf(sources: StrategyFile['sources'], name: string, place: string, problems: string[]): Source[] {
  const found = sources[name]
  if (found) return [found]
  problems.push(`${place}: there is no source ${name}.`)
  return []
}
