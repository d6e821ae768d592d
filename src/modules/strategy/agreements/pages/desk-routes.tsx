import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { isSlug, isUuid, slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { attempt, authoritiesOf, authorityOf, staffOf, steeringAnswer } from '../../desk/desk-context.ts'
import { listNodesById, listNodesOfKinds } from '../../graph/edge-queries.ts'
import { findNode } from '../../graph/queries.ts'
import { putPopulation, readPopulations } from '../../sharing/populations.ts'
import { choices } from '../count-votes.ts'
import {
  type AgreementFound,
  findAgreement,
  listAgreements,
  listMembers,
  listParts,
  listVoters,
  listVotes,
} from '../queries.ts'
import { consequencesOf, takesPartOn } from '../taking-part.ts'
import { castBallot, closeVote, joinProject, leaveProject, openVote } from '../write-agreement.ts'
import { AgreementPage, AgreementsPage, agreementsPath, type ProjectPart } from './desk-pages.tsx'

const reads = { permission: 'strategy.record.read' } as const
const edits = { permission: 'strategy.agreement.edit' } as const
const one = `${agreementsPath}/:keeper/:slug`

/** Where authorities keep what they agreed on, vote, and join or leave projects. */
export function agreementDeskRoutes(kernel: Kernel): Route[] {
  return [
    get(agreementsPath, reads, (scope, request) => showList(scope, request, kernel, FormReading.blank(request.t))),
    post(`${agreementsPath}/population`, edits, async (scope, request) => {
      const form = new FormReading(request.t, request.form)
      const authorityId = authorityOf(request)
      const inhabitants = form.wholeNumber('inhabitants', { least: 1, most: 999_999 })
      const asOf = form.day('as_of')
      const title = form.value('source').trim().slice(0, 500)
      if (title === '') form.fail('source', 'strategy.parliament.error.missing')
      if (!form.isSound || !inhabitants || !asOf) return showList(scope, request, kernel, form, 422)
      await request.writeAs(staffOf(request), (writing) =>
        putPopulation(writing, {
          authorityId,
          asOf,
          inhabitants,
          standing: 'own_record',
          source: { title, date: asOf },
        }),
      )
      return seeOther(request.href(`${agreementsPath}?authority=${authorityId}`))
    }),
    get(one, reads, (scope, request) => showOne(scope, request, kernel, FormReading.blank(request.t))),
    post(`${one}/votes`, edits, async (scope, request) => {
      const agreement = await readAsked(scope, request)
      const form = new FormReading(request.t, request.form)
      const question = form.value('question').trim().slice(0, 500)
      if (question === '') form.fail('question', 'strategy.agreements.error.question')
      const closesOn = form.day('closes')
      return act(scope, request, kernel, form, async (writing) => {
        if (closesOn) await openVote(writing, agreement.key, { question, closesOn })
      })
    }),
    post(`${one}/votes/:vote/ballots`, edits, async (scope, request) => {
      const vote = await readVoteKey(scope, request)
      const form = new FormReading(request.t, request.form)
      const [choice, by] = [form.choice('choice', choices), form.value('by')]
      if (!isSlug<'authority'>(by)) throw new NotFoundError('no such member')
      return act(scope, request, kernel, form, async (writing) => {
        if (choice) await castBallot(writing, vote, { by, choice })
      })
    }),
    post(`${one}/votes/:vote/closure`, edits, async (scope, request) => {
      const vote = await readVoteKey(scope, request)
      return act(scope, request, kernel, FormReading.blank(request.t), (writing) => closeVote(writing, vote))
    }),
    post(`${one}/parts`, edits, (scope, request) => changePart(scope, request, kernel, joinProject)),
    post(`${one}/parts/end`, edits, (scope, request) => changePart(scope, request, kernel, leaveProject)),
  ]
}

async function showList(
  scope: Scope,
  request: Request,
  { authorities }: Kernel,
  form: FormReading,
  status = 200,
): Promise<Answer> {
  const { t, language } = request
  const authorityId = authorityOf(request)
  const body = (
    <AgreementsPage
      {...deskPage(request)}
      {...{ language, authorityId, form }}
      population={(await readPopulations(scope, [authorityId])).get(authorityId)}
      agreements={await listAgreements(scope)}
      nameOf={(id) => authorities.nameOf(id, language)}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.agreements.title'), body }, status)
}

/** The agreement of the address. Throws 404 where there is none that she may see. */
async function readAsked(scope: Scope, { params }: Request): Promise<AgreementFound> {
  const { keeper = '', slug: name = '' } = params
  const node = isSlug(keeper) ? await findNode(scope, slug<'authority'>(keeper), name) : undefined
  const found = node && (await findAgreement(scope, node))
  if (!found) throw new NotFoundError('no such agreement')
  return found
}

async function readVoteKey(scope: Scope, request: Request) {
  const { key } = await readAsked(scope, request)
  const { vote = '' } = request.params
  if (!isUuid<'agreement-vote'>(vote)) throw new NotFoundError('no such vote')
  return { authorityId: key.authorityId, id: vote }
}

async function showOne(
  scope: Scope,
  request: Request,
  { authorities }: Kernel,
  form: FormReading,
  status = 200,
): Promise<Answer> {
  const { language, query } = request
  const agreement = await readAsked(scope, request)
  const votes = await listVotes(scope, agreement.key)
  const own = authoritiesOf(staffOf(request))
  const body = (
    <AgreementPage
      {...deskPage(request)}
      {...{ language, agreement, own, form }}
      members={await listMembers(scope, agreement.key)}
      votes={await Promise.all(votes.map(async (vote) => ({ vote, voters: await listVoters(scope, vote) })))}
      parts={await readParts(scope, request, agreement)}
      projects={(await Promise.all(own.map((id) => listNodesOfKinds(scope, ['project'], id)))).flat()}
      isSaved={query.get('done') === 'saved'}
      nameOf={(id) => authorities.nameOf(id, language)}
    />
  )
  return steeringAnswer(scope, request, { title: textIn(agreement.title, language), body }, status)
}

/** Per project who is in, and what each pays today and once those who gave notice are out. */
async function readParts(scope: Scope, { today }: Request, agreement: AgreementFound): Promise<ProjectPart[]> {
  const [parts, members] = [await listParts(scope, agreement.key), await listMembers(scope, agreement.key)]
  if (parts.length === 0) return []
  const people = await readPopulations(
    scope,
    members.flatMap(({ authorityId }) => authorityId ?? []),
  )
  const payers = members.map(({ id, authorityId, use }) => ({
    id,
    use,
    inhabitants: authorityId && people.get(authorityId)?.inhabitants,
  }))
  const nodes = await listNodesById(scope, [...new Set(parts.map(({ project }) => project.id))])
  return nodes.map((project) => {
    const own = parts.filter((part) => part.project.id === project.id)
    const before = takesPartOn(own, today)
    const after = new Set(own.filter(({ until }) => until === undefined).map(({ id }) => id))
    const { yearlyCost, costKey } = agreement
    const found =
      yearlyCost === undefined || !costKey ? undefined : consequencesOf(yearlyCost, payers, costKey, { before, after })
    return {
      project,
      inside: members.flatMap((member) => {
        const part = own.find(({ id, until }) => id === member.id && (until === undefined || today < until))
        return part ? [{ member, until: part.until }] : []
      }),
      lines: found?.ok ? found.lines : undefined,
      missing: found && !found.ok ? found.missing : [],
    }
  })
}

async function act(
  scope: Scope,
  request: Request,
  kernel: Kernel,
  form: FormReading,
  work: (writing: WriteScope<StaffActor>) => Promise<void>,
): Promise<Answer> {
  if (!form.isSound) return showOne(scope, request, kernel, form, 422)
  const { keeper = '', slug: name = '' } = request.params
  const refused = await attempt(request, work)
  if (!refused) return seeOther(toDone(request.href(`${agreementsPath}/${keeper}/${name}?done=saved`)))
  form.refusal = refused.refusal
  return showOne(scope, request, kernel, form, refused.status)
}

async function changePart(scope: Scope, request: Request, kernel: Kernel, change: typeof joinProject): Promise<Answer> {
  const agreement = await readAsked(scope, request)
  const form = new FormReading(request.t, request.form)
  const member = (await listMembers(scope, agreement.key)).find(({ id }) => id === form.value('member'))
  const [authority = '', name = ''] = form.value('project').split('/')
  const project = isSlug(authority) ? await findNode(scope, slug<'authority'>(authority), name) : undefined
  if (!member || project?.kind !== 'project') throw new NotFoundError('no such member or project')
  return act(scope, request, kernel, form, (writing) => change(writing, agreement.key, { member, project }))
}
