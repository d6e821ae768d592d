import fc from 'fast-check'
import { type Quad, Store } from 'n3'
import SHACLValidator from 'rdf-validate-shacl'
import { expect, test } from 'vitest'
import type { PublishedDataSet } from '#modules/opendata/catalogue/data-set.ts'
import { conceptResources } from '#modules/opendata/dcat/concept-resources.ts'
import { dataSetResource } from '#modules/opendata/dcat/data-set-resource.ts'
import { quadsOf } from '#modules/opendata/dcat/quads.ts'
import { expand } from '#modules/opendata/dcat/resource.ts'
import { checkShapes } from '#modules/opendata/gate/check-shapes.ts'
import { exampleDataSets, exampleSurroundings } from './example-data-sets.ts'
import { type Mutation, mutationsOf, renamed } from './mutations.ts'
import { areShapesHere, readShapes, readVocabularies, shapesFiles } from './official-shapes.ts'

/**
 * What the shapes of others call a violation, our gate must call an error: nothing that they refuse gets published. Each fault is made by itself, and
 * several of them together; what the gate refuses besides is printed.
 */
if (!areShapesHere)
  process.stdout.write('the gate is not compared with the shapes of others: ../shared/data is not here\n')

/** One file, one service, one format of a table and its interface are enough: the others are written alike. */
const spare = /baeume#(?:tsv|json|ndjson|xlsx|geojson|parquet|features)|\/neu#/
/** A series is described by itself, and looked at where it is kept. */
const ofSeries = /dcat#(?:inSeries|prev|next|DatasetSeries)$/
function linesOf(dataSet: PublishedDataSet | undefined): Quad[] {
  const all = quadsOf(dataSet ? [dataSetResource(dataSet, exampleSurroundings)] : [])
  const series = new Set(all.flatMap(({ subject, object }) => (ofSeries.test(object.value) ? [subject.value] : [])))
  return all.filter(
    ({ subject, predicate, object }) =>
      !spare.test(subject.value) &&
      !spare.test(object.value) &&
      !series.has(subject.value) &&
      !ofSeries.test(predicate.value),
  )
}
/** All that can be said, and what can come from elsewhere besides. */
const [rich, , harvested] = exampleDataSets
const bases = [linesOf(rich), linesOf(harvested)] as const
const constant = quadsOf(conceptResources([rich, harvested].flatMap((one) => one ?? [])))
const faults = [mutationsOf(bases[0]), mutationsOf(bases[1], bases[0])] as const

/**
 * DCAT-AP's ranges want what is related to be described as a data set, catalogue or service in the same document; DCAT-AP CH names it by its address.
 */
const isOfOthers = (file: string, path: string | undefined) => /range/.test(file) && path === expand('dct:relation')

type Verdict = { readonly official: ReadonlySet<string>; readonly own: ReadonlySet<string> }

async function officialShapes() {
  const all = await readVocabularies()
  const used = new Set([...bases.flat(), ...constant].flatMap(({ subject, object }) => [subject.value, object.value]))
  const known = all.filter(
    ({ subject, predicate }) => used.has(subject.value) || predicate.value.endsWith('hasTopConcept'),
  )
  const sets = shapesFiles.map((file) => ({ file, validator: new SHACLValidator(new Store(readShapes(file))) }))
  /** What they call a violation in each of these data sets. */
  return async (variants: readonly (readonly Quad[])[]): Promise<ReadonlySet<string>[]> => {
    const found = variants.map(() => new Set<string>())
    const apart = variants.map((quads, at) => (variants.length === 1 ? quads : renamed(quads, `variant-${at}-`)))
    const store = new Store([...known, ...constant, ...apart.flat()])
    for (const { file, validator } of sets)
      for (const { focusNode, path, severity } of (await validator.validate(store)).results) {
        const number = /variant-(\d+)-/.exec(focusNode?.value ?? '')?.[1]
        const at = variants.length === 1 ? 0 : Number(number ?? -1)
        if (severity?.value.endsWith('#Violation') && !isOfOthers(file, path?.value))
          found[at]?.add(`${file} ${path?.value ?? ''}`)
      }
    return found
  }
}

async function ownErrors(quads: readonly Quad[]): Promise<ReadonlySet<string>> {
  const found = await checkShapes(quads)
  return new Set(found.flatMap(({ severity, code }) => (severity === 'error' ? [code] : [])))
}

const together = 50

async function judge(variants: readonly (readonly Quad[])[], official: Awaited<ReturnType<typeof officialShapes>>) {
  const verdicts: Verdict[] = []
  for (let at = 0; at < variants.length; at += together) {
    const some = variants.slice(at, at + together)
    const theirs = await official(some)
    for (const [index, quads] of some.entries())
      verdicts.push({ official: theirs[index] ?? new Set(), own: await ownErrors(quads) })
  }
  return verdicts
}

const slow = 300_000

test.runIf(areShapesHere)(
  'whatever the shapes of others refuse, the gate refuses: every fault by itself',
  async () => {
    const official = await officialShapes()
    const all: (Verdict & { readonly name: string })[] = []
    for (const [at, base] of bases.entries()) {
      expect([...((await official([base]))[0] ?? [])]).toEqual([])
      expect([...(await ownErrors(base))]).toEqual([])
      const [alone, shared] = [false, true].map((is) => (faults[at] ?? []).filter(({ isShared }) => isShared === is))
      const verdicts = await judge(
        (alone ?? []).map(({ apply }) => apply(base)),
        official,
      )
      for (const { apply } of shared ?? []) verdicts.push(...(await judge([apply(base)], official)))
      const names = [...(alone ?? []), ...(shared ?? [])].map(({ name }) => name)
      all.push(...verdicts.map((verdict, index) => ({ ...verdict, name: names[index] ?? '' })))
    }
    const letThrough = all.filter(({ official: by, own }) => by.size > 0 && own.size === 0)
    expect(letThrough.map(({ name, official: by }) => [name, ...by])).toEqual([])
    const both = all.filter(({ official: by }) => by.size > 0).length
    const stricter = all.filter(({ official: by, own }) => by.size === 0 && own.size > 0).map(({ name }) => name)
    expect(both).toBeGreaterThan(200)
    process.stdout.write(
      `the gate and the shapes of others on ${all.length} faults: both refuse ${both}, the gate alone ${stricter.length}: ${stricter.join(' · ')}\n`,
    )
  },
  slow,
)

test.runIf(areShapesHere)(
  'and several faults together hide none of them',
  async () => {
    const official = await officialShapes()
    const [base] = bases
    const [mutations] = faults
    const some = fc.sample(fc.uniqueArray(fc.nat(mutations.length - 1), { minLength: 2, maxLength: 6 }), {
      numRuns: 60,
      seed: 4,
    })
    const chosen = some.map((numbers) => numbers.flatMap((number): Mutation[] => mutations.slice(number, number + 1)))
    const variants = chosen.map((list) => list.reduce<readonly Quad[]>((quads, { apply }) => apply(quads), base))
    const verdicts = await judge(variants, official)
    const letThrough = verdicts.flatMap(({ official: by, own }, at) =>
      by.size > 0 && own.size === 0 ? [[chosen[at]?.map(({ name }) => name), ...by]] : [],
    )
    expect(letThrough).toEqual([])
    expect(verdicts.filter(({ official: by }) => by.size > 0).length).toBeGreaterThan(30)
  },
  slow,
)
