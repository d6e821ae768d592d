import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { parse } from 'yaml'
import { type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import { slug } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import { phases } from '#modules/strategy/projects/project.ts'
import { synergyKinds } from '#modules/strategy/synergies/kind.ts'
import { facets, type Profile } from '#modules/strategy/synergies/profile.ts'

const texts = Type.Array(Type.String())
const month = Type.String({ pattern: '^\\d{4}-\\d{2}$' })
const kind = Type.Enum([...synergyKinds])
const project = Type.Object({
  id: Type.String(),
  authority: Type.String(),
  title: Type.String(),
  text: Type.String(),
  phase: Type.Enum([...phases]),
  from: Type.Optional(month),
  until: Type.Optional(month),
  tender: Type.Optional(month),
  services: Type.Optional(texts),
  processes: Type.Optional(texts),
  needs: Type.Optional(texts),
  gives: Type.Optional(texts),
  groups: Type.Optional(texts),
  products: Type.Optional(texts),
  procures: Type.Optional(texts),
  laws: Type.Optional(texts),
  places: Type.Optional(texts),
  skills: Type.Optional(texts),
  aims: Type.Optional(texts),
})
const pair = Type.Object({ a: Type.String(), b: Type.String() })
const isGold = validatorOf(
  Type.Array(
    Type.Object({
      theme: Type.String(),
      projects: Type.Array(project),
      pairs: Type.Array(
        Type.Object({ a: Type.String(), b: Type.String(), kind, also: Type.Optional(Type.Array(kind)) }),
      ),
      negatives: Type.Array(pair),
      debatable: Type.Optional(Type.Array(pair)),
    }),
  ),
)

/** Pairs judged by hand: see the head of the file. Keys of pairs are both ids, the smaller first, with a line between. */
export function readGold(half: 'tuning' | 'held-back') {
  const file = join(import.meta.dirname, `../../content/strategies/synergies-${half}.yaml`)
  const themes: unknown = parse(readFileSync(file, 'utf8'))
  if (!isGold(themes)) throw new Error(`${file} is not as its head says`)
  return {
    profiles: themes.flatMap(({ projects }) => projects.map(profileOf)),
    pairs: new Map(
      themes.flatMap(({ pairs }) => pairs.map(({ a, b, kind, also = [] }) => [keyOf(a, b), [kind, ...also]] as const)),
    ),
    negatives: new Set(themes.flatMap(({ negatives }) => negatives.map(({ a, b }) => keyOf(a, b)))),
    debatable: new Set(themes.flatMap(({ debatable = [] }) => debatable.map(({ a, b }) => keyOf(a, b)))),
  }
}
export type Gold = ReturnType<typeof readGold>

export const keyOf = (a: string, b: string) => (a < b ? `${a}|${b}` : `${b}|${a}`)

/** The pairs were judged as of this day: before it nobody had called for the tenders that are named there. */
export const judgedOn: IsoDate = firstOf('2026-08')

function profileOf(one: Static<typeof project>): Profile {
  const aims = one.aims ?? []
  const terms = Object.fromEntries(
    facets.flatMap((facet) => (facet === 'raises' || facet === 'lowers' ? [] : [[facet, one[facet] ?? []]])),
  )
  const wanted = (sign: string) => aims.filter((aim) => aim.startsWith(sign)).map((aim) => aim.slice(1))
  return {
    id: one.id,
    authorityId: slug<'authority'>(one.authority),
    title: one.title,
    text: one.text,
    phase: one.phase,
    beginsOn: one.from === undefined ? undefined : firstOf(one.from),
    endsOn: one.until === undefined ? undefined : firstOf(one.until),
    tenderOn: one.tender === undefined ? undefined : firstOf(one.tender),
    terms: { ...terms, raises: wanted('+'), lowers: wanted('-') },
  }
}

function firstOf(month: string): IsoDate {
  const day = `${month}-01`
  if (!isIsoDate(day)) throw new Error(`${month} is no month`)
  return day
}

/** How well a list of suggestions agrees with the pairs judged by hand; pairs that are debatable count neither way. */
export function scoreAgainst(
  gold: Gold,
  suggestions: readonly { one: string; other: string; kinds: readonly string[] }[],
) {
  const judged = suggestions.filter(({ one, other }) => !gold.debatable.has(keyOf(one, other)))
  const right = judged.filter(({ one, other }) => gold.pairs.has(keyOf(one, other)))
  const isRight = (list: typeof judged) => list.filter(({ one, other }) => gold.pairs.has(keyOf(one, other))).length
  return {
    precisionAt10: isRight(judged.slice(0, 10)) / 10,
    precision: right.length / Math.max(1, judged.length),
    recall: right.length / gold.pairs.size,
    hardNegatives: judged.filter(({ one, other }) => gold.negatives.has(keyOf(one, other))).length,
    kinds:
      right.filter(({ one, other, kinds }) => gold.pairs.get(keyOf(one, other))?.some((kind) => kind === kinds[0]))
        .length / Math.max(1, right.length),
  }
}
