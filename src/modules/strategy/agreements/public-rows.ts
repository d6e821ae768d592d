import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import type { PublishedTable } from '#kernel/published-table.ts'
import { listNodesById } from '../graph/edge-queries.ts'
import { perHead, shareCosts } from '../sharing/cost-key.ts'
import type { Rates } from './agreement.ts'
import { payersOf } from './payers.ts'
import { type AgreementFound, listAgreements, listMembers, listParts } from './queries.ts'
import { takesPartOn } from './taking-part.ts'

const mostPublished = 10_000

async function publicAgreements(scope: Scope): Promise<readonly AgreementFound[]> {
  return (await listAgreements(scope, mostPublished)).filter(({ audience }) => audience === 'public')
}

type Span = { readonly since: IsoDate | undefined; readonly until: IsoDate | undefined }
const holdsOn = (day: IsoDate, { since, until }: Span) =>
  (since === undefined || since <= day) && (until === undefined || day < until)

/** The contribution per head that holds on a day: the last that began by then. */
export const rateOn = (rates: Rates, day: IsoDate): Rates[number] | undefined =>
  rates
    .filter(({ from }) => from.padEnd(10, '-01') <= day)
    .toSorted((one, other) => (one.from < other.from ? -1 : 1))
    .at(-1)

/** What authorities agreed on: kind, time, how votes and costs are weighed, in Rappen. */
export const agreementRows: PublishedTable = async (scope) =>
  (await publicAgreements(scope)).map((one) => {
    const rate = rateOn(one.rates, scope.today())
    const { authorityId } = one.key
    const [source] = one.sources
    return [
      ...[authorityId, one.slug, one.title.de, one.kind, one.beginsOn ?? null, one.endsOn ?? null],
      ...[one.noticeMonths ?? null, one.rule.weight, one.rule.majority, one.rule.quorum],
      ...[one.costKey?.kind ?? null, one.costKey?.kind === 'mixed' ? one.costKey.baseShare : null],
      ...[one.yearlyCost ?? null, rate?.rappenPerHead ?? null, rate?.from ?? null],
      ...[one.standing, source.title, source.url ?? null],
    ]
  })

/** Their members with the inhabitants that are counted, and what these contribute by head, in Rappen. */
export const memberRows: PublishedTable = async (scope) => {
  const found = (await publicAgreements(scope)).map(async ({ key, slug, rates }) => {
    const members = await listMembers(scope, key)
    const payers = await payersOf(scope, members)
    const rate = rateOn(rates, scope.today())
    return members.map(({ id, authorityId, name, since, until }) => {
      const inhabitants = payers.find((one) => one.id === id)?.inhabitants
      const pays =
        holdsOn(scope.today(), { since, until }) && rate && inhabitants !== undefined
          ? perHead(rate.rappenPerHead, inhabitants)
          : null
      return [
        ...[key.authorityId, slug, id, authorityId ?? null, name, since ?? null, until ?? null],
        ...[inhabitants ?? null, pays],
      ]
    })
  })
  return (await Promise.all(found)).flat()
}

/** Who takes part in which public project of an agreement, and what share of its yearly cost that is today, in Rappen. */
export const partRows: PublishedTable = async (scope) => {
  const found = (await publicAgreements(scope)).map(async (agreement) => {
    const { key, slug } = agreement
    const [parts, members] = [await listParts(scope, key), await listMembers(scope, key)]
    const projects = await listNodesById(
      scope,
      parts.map(({ project }) => project.id),
    )
    const shares = await sharesToday(scope, agreement)
    return parts.flatMap(({ id, since, until, project }) => {
      const node = projects.find((one) => one.id === project.id && one.audience === 'public')
      const member = members.find((one) => one.id === id)
      if (!node || !member) return []
      return [
        [
          ...[key.authorityId, slug, id, member.name, node.authorityId, node.slug, since, until ?? null],
          holdsOn(scope.today(), { since, until }) ? (shares.get(project.id)?.get(id) ?? null) : null,
        ],
      ]
    })
  })
  return (await Promise.all(found)).flat()
}

/** For each project of an agreement, what of the yearly cost each pays who takes part today; nothing where the key lacks a figure. */
async function sharesToday(scope: Scope, { key, yearlyCost, costKey }: AgreementFound) {
  const shares = new Map<string, ReadonlyMap<string, number>>()
  if (yearlyCost === undefined || !costKey) return shares
  const payers = await payersOf(scope, await listMembers(scope, key))
  for (const [project, parts] of Map.groupBy(await listParts(scope, key), (part) => part.project.id)) {
    const inside = takesPartOn(parts, scope.today())
    const shared = shareCosts(
      yearlyCost,
      payers.filter(({ id }) => inside.has(id)),
      costKey,
    )
    if (shared.ok) shares.set(project, shared.rappen)
  }
  return shares
}
