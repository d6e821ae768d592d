import { sql } from 'kysely'
import type { Scope } from '#kernel/db/scope.ts'
import type { IsoDate } from '#kernel/i18n/format.ts'
import { type AuthorityId, type Id, slug, uuid } from '#kernel/ids.ts'
import { validatorOf } from '#kernel/validator.ts'
import { type Audience, audiences, type Node, type NodeKey, type Source } from '../graph/node.ts'
import { nodeColumns, oneOf, readDay, readNode, readSource, StoredNodeError } from '../graph/queries.ts'
import { costKeys } from '../sharing/cost-key.ts'
import { readPopulations } from '../sharing/populations.ts'
import { type Agreement, agreementKinds, type Member, type MemberId, ratesSchema } from './agreement.ts'
import { type Choice, choices, majorities, type VoteRule, voteWeights } from './count-votes.ts'
import type { Part } from './taking-part.ts'

export type AgreementFound = Agreement & Omit<Node, 'authorityId' | 'id' | 'kind'>

const isRates = validatorOf(ratesSchema)
const mostAgreements = 100

/** All agreements that one may see, by keeper and name; at most 100 where nothing else is asked for. */
export async function listAgreements(scope: Scope, limit = mostAgreements): Promise<AgreementFound[]> {
  const rows = await agreementQuery(scope).orderBy('n.authority_id').orderBy('n.slug').limit(limit).execute()
  return rows.map(readAgreement)
}

export async function findAgreement(scope: Scope, { authorityId, id }: NodeKey): Promise<AgreementFound | undefined> {
  const row = await agreementQuery(scope)
    .where('a.authority_id', '=', authorityId)
    .where('a.node_id', '=', id)
    .executeTakeFirst()
  return row && readAgreement(row)
}

const agreementQuery = (scope: Scope) =>
  scope.db
    .selectFrom('strategy.nodes as n')
    .innerJoin('strategy.agreements as a', (on) =>
      on.onRef('a.authority_id', '=', 'n.authority_id').onRef('a.node_id', '=', 'n.id'),
    )
    .select(nodeColumns)
    .select([
      'a.kind as agreement_kind',
      'a.notice_months',
      'a.vote_weight',
      'a.majority',
      'a.quorum',
      'a.cost_key',
      'a.base_share',
    ])
    .select(['a.yearly_cost', 'a.rates'])
    .where('n.kind', '=', 'agreement')

type AgreementRow = Awaited<ReturnType<ReturnType<typeof agreementQuery>['execute']>>[number]

function readAgreement(row: AgreementRow): AgreementFound {
  const { authorityId, id, kind: _node, ...node } = readNode(row)
  if (!isRates(row.rates)) throw new StoredNodeError('rates that are none')
  const costKey = row.cost_key === null ? undefined : oneOf(costKeys, row.cost_key)
  return {
    ...node,
    key: { authorityId, id },
    kind: oneOf(agreementKinds, row.agreement_kind),
    noticeMonths: row.notice_months ?? undefined,
    rule: readRule(row),
    costKey: costKey && (costKey === 'mixed' ? { kind: costKey, baseShare: row.base_share ?? 0 } : { kind: costKey }),
    yearlyCost: row.yearly_cost === null ? undefined : Number(row.yearly_cost),
    rates: row.rates,
  }
}

/** Whole, or undefined where nobody has said it. */
function readRule(row: { vote_weight: string | null; majority: string | null; quorum: number | null }) {
  const { vote_weight: weight, majority, quorum } = row
  if (weight === null || majority === null || quorum === null) return undefined
  return { weight: oneOf(voteWeights, weight), majority: oneOf(majorities, majority), quorum }
}

/** Members by name, those who left as well; at most 200. */
export async function listMembers(scope: Scope, { authorityId, id }: NodeKey): Promise<Member[]> {
  const rows = await scope.db
    .selectFrom('strategy.agreement_members')
    .select(['id', 'member_authority_id', 'name', 'use', 'owner', 'source'])
    .select([sql<string | null>`since::text`.as('since'), sql<string | null>`until::text`.as('until')])
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .orderBy('name')
    .orderBy('id')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: uuid<'agreement-member'>(row.id),
    authorityId: row.member_authority_id === null ? undefined : slug<'authority'>(row.member_authority_id),
    name: row.name,
    since: readDay(row.since),
    until: readDay(row.until),
    use: row.use ?? undefined,
    owner: row.owner ?? undefined,
    source: readSource(row.source),
  }))
}

export type VoteKey = { readonly authorityId: AuthorityId; readonly id: Id<'agreement-vote'> }
export type Vote = VoteKey & {
  readonly agreement: NodeKey
  readonly audience: Audience
  readonly question: string
  readonly closesOn: IsoDate
  readonly closedAt: Date | undefined
  readonly rule: VoteRule
  readonly outcome: (typeof outcomes)[number] | undefined
  readonly counts: { readonly yes: number; readonly no: number; readonly abstain: number; readonly absent: number }
}
const outcomes = ['carried', 'lost', 'no_quorum', 'unknown_weight'] as const

const voteQuery = (scope: Scope) =>
  scope.db.selectFrom('strategy.agreement_votes').selectAll().select(sql<string>`closes_on::text`.as('closes'))

type VoteRow = Awaited<ReturnType<ReturnType<typeof voteQuery>['execute']>>[number]

function readVote(row: VoteRow): Vote {
  const authorityId = slug<'authority'>(row.authority_id)
  const closesOn = readDay(row.closes)
  const rule = readRule(row)
  if (!closesOn || !rule) throw new StoredNodeError('a vote that never closes, or has no rule')
  return {
    authorityId,
    id: uuid<'agreement-vote'>(row.id),
    agreement: { authorityId, id: uuid<'strategy-node'>(row.node_id) },
    audience: oneOf(audiences, row.audience),
    question: row.question,
    closesOn,
    closedAt: row.closed_at ?? undefined,
    rule,
    outcome: row.outcome === null ? undefined : oneOf(outcomes, row.outcome),
    counts: { yes: row.yes ?? 0, no: row.no ?? 0, abstain: row.abstain ?? 0, absent: row.absent ?? 0 },
  }
}

/** Questions put to the members of an agreement, the latest first; at most 50. */
export async function listVotes(scope: Scope, { authorityId, id }: NodeKey): Promise<Vote[]> {
  const rows = await voteQuery(scope)
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .orderBy('opened_at', 'desc')
    .orderBy('id')
    .limit(50)
    .execute()
  return rows.map(readVote)
}

export async function findVote(scope: Scope, { authorityId, id }: VoteKey): Promise<Vote | undefined> {
  const row = await voteQuery(scope).where('authority_id', '=', authorityId).where('id', '=', id).executeTakeFirst()
  return row && readVote(row)
}

export type VoterFound = {
  readonly id: MemberId
  /** Undefined for a member that is no authority of the house. */
  readonly authorityId: AuthorityId | undefined
  readonly name: string
  readonly inhabitants: number | undefined
  readonly choice: Choice | undefined
  /** Who says so and after which source, where the keeper of the agreement entered it. */
  readonly entered: { readonly owner: string; readonly source: Source | undefined } | undefined
}

/** All that are members when the vote closes, with what they said and how many people live there. */
export async function listVoters(scope: Scope, vote: Vote): Promise<VoterFound[]> {
  const members = (await listMembers(scope, vote.agreement)).filter(
    ({ since, until }) =>
      (since === undefined || since <= vote.closesOn) && (until === undefined || vote.closesOn < until),
  )
  const people = await readPopulations(
    scope,
    members.flatMap(({ authorityId }) => authorityId ?? []),
  )
  const [cast, entered] = [await listBallots(scope, vote), await listEnteredBallots(scope, vote)]
  return members.map(({ id, authorityId, name }) => {
    if (authorityId !== undefined) {
      const { inhabitants } = people.get(authorityId) ?? {}
      return { id, authorityId, name, inhabitants, choice: cast.get(authorityId), entered: undefined }
    }
    const ballot = entered.get(id)
    return { id, authorityId, name, inhabitants: undefined, choice: ballot?.choice, entered: ballot }
  })
}

/** What authorities said, by their ids. */
async function listBallots(scope: Scope, vote: VoteKey): Promise<ReadonlyMap<string, Choice>> {
  const rows = await scope.db
    .selectFrom('strategy.ballots')
    .select(['authority_id', 'choice'])
    .where('vote_authority_id', '=', vote.authorityId)
    .where('vote_id', '=', vote.id)
    .execute()
  return new Map(rows.map(({ authority_id, choice }) => [authority_id, oneOf(choices, choice)]))
}

/** What was entered for members that are no authorities, by their ids. */
async function listEnteredBallots(scope: Scope, vote: VoteKey) {
  const rows = await scope.db
    .selectFrom('strategy.entered_ballots')
    .select(['member_id', 'choice', 'owner', 'source'])
    .where('authority_id', '=', vote.authorityId)
    .where('vote_id', '=', vote.id)
    .execute()
  return new Map(
    rows.map(({ member_id, choice, owner, source }) => [
      member_id,
      { choice: oneOf(choices, choice), owner, source: readSource(source) },
    ]),
  )
}

/** Who takes part in which project of an agreement; of one project where it is named. Their id is the member's. At most 1,000. */
export async function listParts(
  scope: Scope,
  { authorityId, id }: NodeKey,
  project?: NodeKey,
): Promise<(Part & { readonly project: NodeKey })[]> {
  let query = scope.db
    .selectFrom('strategy.agreement_parts')
    .select(['member_id', 'project_authority_id', 'project_id'])
    .select([sql<string>`since::text`.as('since'), sql<string | null>`until::text`.as('until')])
    .where('authority_id', '=', authorityId)
    .where('node_id', '=', id)
    .orderBy('project_authority_id')
    .orderBy('project_id')
    .orderBy('since')
    .orderBy('id')
    .limit(1_000)
  if (project)
    query = query.where('project_authority_id', '=', project.authorityId).where('project_id', '=', project.id)
  return (await query.execute()).flatMap((row) => {
    const since = readDay(row.since)
    const key = { authorityId: slug<'authority'>(row.project_authority_id), id: uuid<'strategy-node'>(row.project_id) }
    return since ? [{ id: row.member_id, since, until: readDay(row.until), project: key }] : []
  })
}
