import type { Scope } from '#kernel/db/scope.ts'
import type { PublishedTable } from '#kernel/published-table.ts'
import { type AgreementFound, listAgreements } from './queries.ts'
import { listContributions, listProjectShares, rateOn } from './shares.ts'

const mostPublished = 10_000

async function publicAgreements(scope: Scope): Promise<readonly AgreementFound[]> {
  return (await listAgreements(scope, mostPublished)).filter(({ audience }) => audience === 'public')
}

/** What authorities agreed on: kind, time, how votes and costs are weighed, in Rappen. */
export const agreementRows: PublishedTable = async (scope) =>
  (await publicAgreements(scope)).map((one) => {
    const rate = rateOn(one.rates, scope.today())
    const { authorityId } = one.key
    const [source] = one.sources
    return [
      ...[authorityId, one.slug, one.title.de, one.kind, one.beginsOn ?? null, one.endsOn ?? null],
      ...[one.noticeMonths ?? null, one.rule?.weight ?? null, one.rule?.majority ?? null, one.rule?.quorum ?? null],
      ...[one.costKey?.kind ?? null, one.costKey?.kind === 'mixed' ? one.costKey.baseShare : null],
      ...[one.yearlyCost ?? null, rate?.rappenPerHead ?? null, rate?.from ?? null],
      ...[one.standing, source.title, source.url ?? null],
    ]
  })

/** Their members with the inhabitants that are counted, and what these contribute by head, in Rappen. */
export const memberRows: PublishedTable = async (scope) => {
  const found = (await publicAgreements(scope)).map(async (agreement) =>
    (await listContributions(scope, agreement)).map(({ member, inhabitants, rappen }) => [
      ...[agreement.key.authorityId, agreement.slug, member.id, member.authorityId ?? null, member.name],
      ...[member.since ?? null, member.until ?? null, inhabitants ?? null, rappen ?? null],
    ]),
  )
  return (await Promise.all(found)).flat()
}

/** Who takes part in which public project of an agreement, and what share of its yearly cost that is today, in Rappen. */
export const partRows: PublishedTable = async (scope) => {
  const found = (await publicAgreements(scope)).map(async (agreement) =>
    (await listProjectShares(scope, agreement)).map(({ project, member, part, rappen }) => [
      ...[agreement.key.authorityId, agreement.slug, member.id, member.name, project.authorityId, project.slug],
      ...[part.since, part.until ?? null, rappen ?? null],
    ]),
  )
  return (await Promise.all(found)).flat()
}
