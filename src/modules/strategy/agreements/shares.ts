import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { listNodesById } from '../graph/edge-queries.ts'
import type { Node } from '../graph/node.ts'
import { perHead, shareCosts } from '../sharing/cost-key.ts'
import type { Member, Rates } from './agreement.ts'
import { payersOf } from './payers.ts'
import { type AgreementFound, listMembers, listParts } from './queries.ts'
import { type Part, takesPartOn } from './taking-part.ts'

/** The contribution per head that holds on a day: the last that began by then. */
export const rateOn = (rates: Rates, day: IsoDate): Rates[number] | undefined =>
  rates
    .filter(({ from }) => from.padEnd(10, '-01') <= day)
    .toSorted((one, other) => (one.from < other.from ? -1 : 1))
    .at(-1)

export type Contribution = {
  readonly member: Member
  /** Undefined where no source says. */
  readonly inhabitants: number | undefined
  /** By head, today, in Rappen; undefined for who is no member today, and where the rate or the inhabitants are not known. */
  readonly rappen: number | undefined
}

/** All members of an agreement, those who left as well, and what they contribute by head today. */
export async function listContributions(scope: Scope, { key, rates }: AgreementFound): Promise<Contribution[]> {
  const members = await listMembers(scope, key)
  const payers = new Map((await payersOf(scope, members)).map((payer) => [payer.id, payer]))
  const rate = rateOn(rates, scope.today())
  return members.map((member) => {
    const inhabitants = payers.get(member.id)?.inhabitants
    const pays = holdsOn(scope.today(), member) && rate && inhabitants !== undefined
    return { member, inhabitants, rappen: pays ? perHead(rate.rappenPerHead, inhabitants) : undefined }
  })
}

export type ProjectShare = {
  readonly project: Node
  readonly member: Member
  readonly part: Part
  /** Of the yearly cost, today, in Rappen; undefined for who takes no part today, and where the key lacks a figure. */
  readonly rappen: number | undefined
}

/** Who takes part in which public project of an agreement, those who left as well, and what each pays of its yearly cost today. */
export async function listProjectShares(scope: Scope, agreement: AgreementFound): Promise<ProjectShare[]> {
  const [parts, members] = [await listParts(scope, agreement.key), await listMembers(scope, agreement.key)]
  const projects = await listNodesById(
    scope,
    parts.map(({ project }) => project.id),
  )
  const payers = await payersOf(scope, members)
  return [...Map.groupBy(parts, (part) => part.project.id)].flatMap(([id, taken]) => {
    const project = projects.find((one) => one.id === id && one.audience === 'public')
    if (!project) return []
    const inside = takesPartOn(taken, scope.today())
    const pay = payers.filter((payer) => inside.has(payer.id))
    const { yearlyCost, costKey } = agreement
    const shared = yearlyCost !== undefined && costKey ? shareCosts(yearlyCost, pay, costKey) : undefined
    return taken.flatMap((part) => {
      const member = members.find((one) => one.id === part.id)
      if (!member) return []
      const share = shared?.ok && holdsOn(scope.today(), part) ? shared.rappen.get(part.id) : undefined
      return [{ project, member, part, rappen: share }]
    })
  })
}

type Span = { readonly since: IsoDate | undefined; readonly until: IsoDate | undefined }

export const holdsOn = (day: IsoDate, { since, until }: Span): boolean =>
  (since === undefined || since <= day) && (until === undefined || day < until)
