import type { Evidence, EvidenceType } from './evidence.ts'
import { isBuilt, type Profile } from './profile.ts'

/**
 * What two projects can do about each other: stop building the same twice, take over what one has, buy together, run something once for both,
 * mind that one needs what the other gives, keep data once, share scarce people, or settle what contradicts.
 */
export const synergyKinds = [
  'duplicate',
  'reuse',
  'joint_procurement',
  'shared_service',
  'dependency',
  'shared_data',
  'shared_skill',
  'conflict',
] as const
export type SynergyKind = (typeof synergyKinds)[number]

const isSame: readonly EvidenceType[] = ['service', 'process', 'product', 'title', 'words']

/**
 * The kinds a pair qualifies for, the first being the one to act on. Some are bound to facts and never guessed: `joint_procurement` to the same
 * product and a common time before the tender, `dependency` to data that one needs and the other gives, `conflict` to the same spot at the same
 * time or opposite aims, `shared_skill` to skills both need at the same time.
 */
export function kindsOf(
  one: Profile,
  other: Profile,
  evidence: readonly Evidence[],
): readonly [SynergyKind, ...SynergyKind[]] {
  const has = (type: EvidenceType) => evidence.some((piece) => piece.type === type && piece.strength > 0)
  const bound: SynergyKind[] = [
    ...(has('aims') || has('place') ? (['conflict'] as const) : []),
    ...(has('purchase') ? (['joint_procurement'] as const) : []),
    ...(has('flow') && !isMutual(one, other) ? (['dependency'] as const) : []),
    ...(has('built') ? (['reuse'] as const) : []),
    ...(has('data') ? (['shared_data'] as const) : []),
  ]
  const alike = evidence.some(({ type, strength }) => isSame.includes(type) && strength >= leastLikeness)
  const open = alike || !has('skill') ? likeKinds(one, other) : []
  const skill = has('skill') ? (['shared_skill'] as const) : []
  const [first, ...others] = [...new Set<SynergyKind>([...bound, ...open, ...skill])]
  return first ? [first, ...others] : ['duplicate']
}

const leastLikeness = 0.15

/** Both keep the data themselves: nobody waits for the other. */
function isMutual(one: Profile, other: Profile): boolean {
  const gives = new Set(one.terms.gives ?? [])
  return (other.terms.gives ?? []).some((term) => gives.has(term))
}

/** Where the same is done in both: run already for others, built in one of them, or in neither. */
function likeKinds(one: Profile, other: Profile): readonly SynergyKind[] {
  if (isForOthers(one) || isForOthers(other))
    return isBuilt(one) !== isBuilt(other) ? ['reuse', 'shared_service'] : ['shared_service', 'duplicate']
  if (isBuilt(one) !== isBuilt(other)) return ['reuse']
  return isBuilt(one) ? ['shared_service'] : ['duplicate']
}

const forOthers =
  /\b(mitnutz|mitbenutz|basisdienst|steht allen|allen gemeinden|teilpensum|lohnt sich nicht|koordinationsstelle|gemeinsam nutzen)/i

function isForOthers({ text, terms }: Profile): boolean {
  return forOthers.test(text) || (terms.groups ?? []).includes('Gemeinden')
}
