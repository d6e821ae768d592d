import { sql } from 'kysely'
import { v5, v7 } from 'uuid'
import { jsonb } from '#kernel/db/jsonb.ts'
import {
  ConflictError,
  ForbiddenError,
  NotFoundError,
  PreconditionFailedError,
  UnprocessableError,
} from '#kernel/http/errors.ts'
import { formatDate, type IsoDate, isIsoDate } from '#kernel/i18n/format.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Audience, NodeContent, NodeKey, Source } from '../graph/node.ts'
import { claimRevision, createNode, note, requireSteering, type SteeringScope, saveNode } from '../graph/write-node.ts'
import type { Agreement, Member } from './agreement.ts'
import { type Choice, countVotes, isOver, mayClose } from './count-votes.ts'
import { findAgreement, findVote, listParts, listVoters, type Vote, type VoteKey } from './queries.ts'
import { endsAfterNotice } from './taking-part.ts'

/** Writes what an agreement has besides its node, and its members; members keep their ids by their names. Throws 403. */
export async function putAgreement(
  scope: SteeringScope,
  agreement: Agreement & { readonly audience: Audience },
  members: readonly Omit<Member, 'id'>[],
): Promise<void> {
  const { key, audience, kind, noticeMonths, rule, costKey, yearlyCost, rates } = agreement
  requireSteering(scope, key.authorityId)
  const columns = {
    kind,
    notice_months: noticeMonths ?? null,
    vote_weight: rule?.weight ?? null,
    majority: rule?.majority ?? null,
    quorum: rule?.quorum ?? null,
    cost_key: costKey?.kind ?? null,
    base_share: costKey?.kind === 'mixed' ? costKey.baseShare : null,
    yearly_cost: yearlyCost ?? null,
    rates: jsonb(rates),
  }
  await scope.db
    .insertInto('strategy.agreements')
    .values({ authority_id: key.authorityId, node_id: key.id, audience, ...columns })
    .onConflict((conflict) => conflict.columns(['authority_id', 'node_id']).doUpdateSet(columns))
    .execute()
  for (const { name, authorityId, since, until, use } of members) {
    const said = { since: since ?? null, until: until ?? null, use: use ?? null }
    await scope.db
      .insertInto('strategy.agreement_members')
      .values({
        authority_id: key.authorityId,
        id: v5(name, key.id),
        node_id: key.id,
        audience,
        member_authority_id: authorityId ?? null,
        name,
        ...said,
      })
      .onConflict((conflict) => conflict.columns(['authority_id', 'id']).doUpdateSet(said))
      .execute()
  }
}

/** Adds an agreement that the authority keeps. Throws 403, or 409 where the name is taken. */
export async function makeAgreement(
  scope: SteeringScope,
  wish: { authorityId: AuthorityId; slug: string; content: NodeContent; agreement: Omit<Agreement, 'key'> },
): Promise<void> {
  const { authorityId, slug, content, agreement } = wish
  const id = await createNode(scope, { authorityId, slug, content })
  await putAgreement(scope, { ...agreement, key: { authorityId, id }, audience: content.audience }, [])
}

/** Saves what an agreement says. Throws 403, 404, 412. */
export async function saveAgreement(
  scope: SteeringScope,
  key: NodeKey,
  wish: { revision: number; content: NodeContent; agreement: Omit<Agreement, 'key'> },
): Promise<void> {
  const { revision, content, agreement } = wish
  await saveNode(scope, key, { revision, content })
  await putAgreement(scope, { ...agreement, key, audience: content.audience }, [])
}

type Said = { readonly owner: string; readonly source: Source }

/** Adds a member of an agreement or changes it, as its keeper says. Throws 403, 404, 412. */
export async function putMember(
  scope: SteeringScope,
  { key, audience }: { readonly key: NodeKey; readonly audience: Audience },
  wish: { revision: number; id: string | undefined; member: Omit<Member, 'id' | 'owner' | 'source'> & Said },
): Promise<void> {
  requireSteering(scope, key.authorityId)
  await claimRevision(scope, key, wish.revision)
  const { authorityId, name, since, until, use, owner, source } = wish.member
  const id = wish.id ?? v7()
  const columns = {
    member_authority_id: authorityId ?? null,
    name,
    since: since ?? null,
    until: until ?? null,
    use: use ?? null,
    owner,
    source: jsonb(source),
  }
  await scope.db
    .insertInto('strategy.agreement_members')
    .values({ authority_id: key.authorityId, id, node_id: key.id, audience, ...columns })
    .onConflict((conflict) => conflict.columns(['authority_id', 'id']).doUpdateSet(columns))
    .execute()
  note(scope, 'agreement.member_saved', key, { member: id })
}

/** Puts a question to the members, counted by the agreement's rule of today. Throws 403, 404, or 422 where it closes before tomorrow, or nobody has said the rule. */
export async function openVote(
  scope: SteeringScope,
  key: NodeKey,
  { question, closesOn }: { question: string; closesOn: IsoDate },
): Promise<void> {
  requireSteering(scope, key.authorityId)
  const agreement = await findAgreement(scope, key)
  if (!agreement) throw new NotFoundError('no such agreement')
  if (closesOn <= scope.today())
    throw new UnprocessableError('closes too early', { userMessage: 'strategy.agreements.error.closes' })
  if (!agreement.rule) throw new UnprocessableError('no rule', { userMessage: 'strategy.agreements.error.no_rule' })
  const { weight, majority, quorum } = agreement.rule
  const id = v7()
  await scope.db
    .insertInto('strategy.agreement_votes')
    .values({
      authority_id: key.authorityId,
      id,
      node_id: key.id,
      audience: agreement.audience,
      question,
      closes_on: closesOn,
      vote_weight: weight,
      majority,
      quorum,
      opened_at: scope.now(),
    })
    .execute()
  note(scope, 'vote.opened', { authorityId: key.authorityId, id })
}

/**
 * Votes for a member, or changes its vote, as long as it is open. Throws 403 where it is no member, 404, 409 once it is closed, or 412 where somebody
 * voted for it otherwise since `seen` was read: what the page said it had voted.
 */
export async function castBallot(
  scope: SteeringScope,
  voteKey: VoteKey,
  { by, choice, seen }: { by: AuthorityId; choice: Choice; seen: Choice | undefined },
): Promise<void> {
  requireSteering(scope, by)
  const vote = await findOpenVote(scope, voteKey)
  if (!(await listVoters(scope, vote)).some(({ authorityId }) => authorityId === by))
    throw new ForbiddenError('no member')
  const said = { choice, cast_at: scope.now() }
  const cast = await scope.db
    .insertInto('strategy.ballots')
    .values({
      authority_id: by,
      vote_authority_id: vote.authorityId,
      vote_id: vote.id,
      audience: vote.audience,
      ...said,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['authority_id', 'vote_authority_id', 'vote_id'])
        .doUpdateSet(said)
        .where('strategy.ballots.choice', 'in', seen ? [seen, choice] : [choice]),
    )
    .returning('choice')
    .executeTakeFirst()
  if (!cast) throw new PreconditionFailedError('voted otherwise', { userMessage: 'strategy.agreements.error.ballot' })
  note(scope, 'ballot.cast', { authorityId: by, id: vote.id })
}

/**
 * Enters what a member said that is no authority of the house, or changes it, as long as the vote is open; for the keeper of the agreement. Throws 403, 404
 * where there is no such vote or member, 409 once it is closed, or 412 where somebody entered something else since `seen` was read.
 */
export async function enterBallot(
  scope: SteeringScope,
  voteKey: VoteKey,
  ballot: { member: string; choice: Choice; seen: Choice | undefined } & Said,
): Promise<void> {
  requireSteering(scope, voteKey.authorityId)
  const vote = await findOpenVote(scope, voteKey)
  const { member, choice, seen, owner, source } = ballot
  const voter = (await listVoters(scope, vote)).find(({ id }) => id === member)
  if (!voter || voter.authorityId !== undefined) throw new NotFoundError('no such member without authority')
  const said = { choice, owner, source: jsonb(source), entered_at: scope.now() }
  const entered = await scope.db
    .insertInto('strategy.entered_ballots')
    .values({
      authority_id: vote.authorityId,
      vote_id: vote.id,
      member_id: voter.id,
      audience: vote.audience,
      ...said,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['authority_id', 'vote_id', 'member_id'])
        .doUpdateSet(said)
        .where('strategy.entered_ballots.choice', 'in', seen ? [seen, choice] : [choice]),
    )
    .returning('choice')
    .executeTakeFirst()
  if (!entered)
    throw new PreconditionFailedError('entered otherwise', { userMessage: 'strategy.agreements.error.ballot' })
  note(scope, 'ballot.entered', { authorityId: vote.authorityId, id: vote.id })
}

async function findOpenVote(scope: SteeringScope, voteKey: VoteKey): Promise<Vote> {
  const vote = await findVote(scope, voteKey)
  if (!vote) throw new NotFoundError('no such vote')
  if (vote.closedAt || isOver(vote, scope.today()))
    throw new ConflictError('closed', { userMessage: 'strategy.agreements.error.closed' })
  return vote
}

/** Counts and closes a vote, for the keeper of the agreement; its result stays. Throws 403, 404, or 409 where members may still vote, or it is closed. */
export async function closeVote(scope: SteeringScope, voteKey: VoteKey): Promise<void> {
  requireSteering(scope, voteKey.authorityId)
  const vote = await findVote(scope, voteKey)
  if (!vote) throw new NotFoundError('no such vote')
  const voters = await listVoters(scope, vote)
  if (!vote.closedAt && !mayClose(vote, voters, scope.today()))
    throw new ConflictError('still open', {
      userMessage: 'strategy.agreements.error.still_open',
      values: { day: formatDate(vote.closesOn) },
    })
  const { yes, no, abstain, absent, outcome } = countVotes(voters, vote.rule)
  const closed = await scope.db
    .updateTable('strategy.agreement_votes')
    .set({ closed_at: scope.now(), outcome, yes, no, abstain, absent })
    .where('authority_id', '=', vote.authorityId)
    .where('id', '=', vote.id)
    .where('closed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!closed) throw new ConflictError('closed', { userMessage: 'strategy.agreements.error.closed' })
  note(scope, 'vote.closed', { authorityId: vote.authorityId, id: vote.id })
}

/** A member takes part in a project from a day on, as an office says. Throws 403, 404, or 409 where it does already. */
export async function joinProject(
  scope: SteeringScope,
  key: NodeKey,
  { member, project, since, owner, source }: { member: Member; project: NodeKey; since: IsoDate } & Said,
): Promise<void> {
  requireEither(scope, key.authorityId, member)
  const agreement = await findAgreement(scope, key)
  if (!agreement) throw new NotFoundError('no such agreement')
  const parts = (await listParts(scope, key, project)).filter(({ id }) => id === member.id)
  if (parts.some(({ until }) => until === undefined || since < until))
    throw new ConflictError('takes part', { userMessage: 'strategy.agreements.error.takes_part' })
  await scope.db
    .insertInto('strategy.agreement_parts')
    .values({
      authority_id: key.authorityId,
      id: v7(),
      node_id: key.id,
      audience: agreement.audience,
      member_id: member.id,
      member_authority_id: member.authorityId ?? null,
      project_authority_id: project.authorityId,
      project_id: project.id,
      since,
      owner,
      source: jsonb(source),
    })
    .execute()
  note(scope, 'part.joined', { authorityId: member.authorityId ?? key.authorityId, id: key.id })
}

/** A member gives notice: it is out after as many months as the agreement asks for. Throws 403, 404. */
export async function leaveProject(
  scope: SteeringScope,
  key: NodeKey,
  { member, project, owner, source }: { member: Member; project: NodeKey } & Said,
): Promise<void> {
  requireEither(scope, key.authorityId, member)
  const agreement = await findAgreement(scope, key)
  if (!agreement) throw new NotFoundError('no such agreement')
  const end = sql<string>`greatest(since, ${leavesOn(agreement, scope.today())}::date)`
  const left = await scope.db
    .updateTable('strategy.agreement_parts')
    .set({ until: end, end_owner: owner, end_source: jsonb(source) })
    .where('authority_id', '=', key.authorityId)
    .where('node_id', '=', key.id)
    .where('member_id', '=', member.id)
    .where('project_authority_id', '=', project.authorityId)
    .where('project_id', '=', project.id)
    .where('until', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!left) throw new NotFoundError('takes no part')
  note(scope, 'part.left', { authorityId: member.authorityId ?? key.authorityId, id: key.id })
}

/** The day on which a member is out that gives notice today. */
export const leavesOn = ({ noticeMonths }: Pick<Agreement, 'noticeMonths'>, today: IsoDate): IsoDate =>
  endsAfterNotice(today, noticeMonths ?? 0, dayOf)

/** Who keeps the agreement, or the member itself. */
function requireEither(scope: SteeringScope, keeper: AuthorityId, { authorityId }: Member): void {
  const own = scope.actor.kind === 'staff' ? scope.actor.memberships : []
  requireSteering(scope, own.some((one) => one.authorityId === authorityId) && authorityId ? authorityId : keeper)
}

function dayOf(text: string): IsoDate {
  if (!isIsoDate(text)) throw new RangeError(`${text} is no day`)
  return text
}
