import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope, WriteScope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { isSlug, isUuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { readDay } from '../../desk/day-fields.ts'
import { attempt, authoritiesOf, authorityOf, staffOf, steeringAnswer } from '../../desk/desk-context.ts'
import { readLine } from '../../desk/projects/part-form.ts'
import { listNodesById, listNodesOfKinds } from '../../graph/edge-queries.ts'
import { findPopulation, putPopulation, readPopulations } from '../../sharing/populations.ts'
import { choices } from '../count-votes.ts'
import { payersOf } from '../payers.ts'
import { type AgreementFound, listAgreements, listMembers, listParts, listVoters, listVotes } from '../queries.ts'
import { consequencesOf, takesPartOn } from '../taking-part.ts'
import { castBallot, closeVote, enterBallot, makeAgreement, openVote } from '../write-agreement.ts'
import { readAgreement } from './agreement-form.tsx'
import { AgreementPage } from './agreement-page.tsx'
import { agreementEditRoutes } from './edit-routes.tsx'
import { AgreementsPage } from './list-page.tsx'
import { partRoutes } from './part-routes.tsx'
import type { ProjectPart } from './parts-section.tsx'
import { agreementsPath } from './paths.ts'
import { readAsked } from './read-asked.ts'
import { ballotFields } from './vote-section.tsx'

const reads = { permission: 'strategy.record.read' } as const
const edits = { permission: 'strategy.agreement.edit' } as const
const one = `${agreementsPath}/:keeper/:slug`

/** Where authorities keep what they agreed on, vote, and join or leave projects. */
export function agreementDeskRoutes(kernel: Kernel): Route[] {
  return [
    get(agreementsPath, reads, (scope, request) => showList(scope, request, kernel, {})),
    post(agreementsPath, edits, (scope, request) => make(scope, request, kernel)),
    post(`${agreementsPath}/population`, edits, (scope, request) => enterPopulation(scope, request, kernel)),
    get(one, reads, (scope, request) => showOne(scope, request, kernel, FormReading.blank(request.t))),
    post(`${one}/votes`, edits, async (scope, request) => {
      const agreement = await readAsked(scope, request)
      const form = new FormReading(request.t, request.form)
      const question = form.value('question').trim().slice(0, 500)
      if (question === '') form.fail('question', 'strategy.agreements.error.question')
      const closesOn = readDay(form, 'closes')
      return act(scope, request, kernel, form, async (writing) => {
        if (closesOn) await openVote(writing, agreement.key, { question, closesOn })
      })
    }),
    post(`${one}/votes/:vote/ballots`, edits, async (scope, request) => {
      const vote = await readVoteKey(scope, request)
      const form = new FormReading(request.t, request.form)
      const [choice, by] = [form.choice('choice', choices), form.value('by')]
      const seen = choices.find((one) => one === form.value('seen'))
      if (!isSlug<'authority'>(by)) throw new NotFoundError('no such member')
      return act(scope, request, kernel, form, async (writing) => {
        if (choice) await castBallot(writing, vote, { by, choice, seen })
      })
    }),
    post(`${one}/votes/:vote/entered-ballots`, edits, async (scope, request) => {
      const vote = await readVoteKey(scope, request)
      const form = new FormReading(request.t, request.form)
      const member = form.value('member')
      if (!isUuid<'agreement-member'>(member)) throw new NotFoundError('no such member')
      const fields = ballotFields(vote, { id: member })
      const choice = form.choice(fields.choice, choices)
      const [owner, title] = [readLine(form, fields.owner, 200), readLine(form, fields.source, 500)]
      const seen = choices.find((one) => one === form.value('seen'))
      return act(scope, request, kernel, form, async (writing) => {
        if (choice && owner && title)
          await enterBallot(writing, vote, { member, choice, seen, owner, source: { title } })
      })
    }),
    post(`${one}/votes/:vote/closure`, edits, async (scope, request) => {
      const vote = await readVoteKey(scope, request)
      return act(scope, request, kernel, FormReading.blank(request.t), (writing) => closeVote(writing, vote))
    }),
    ...partRoutes(),
    ...agreementEditRoutes(kernel),
  ]
}

async function showList(
  scope: Scope,
  request: Request,
  { authorities }: Kernel,
  { form, made, status }: { form?: FormReading; made?: FormReading; status?: number },
): Promise<Answer> {
  const { t, language } = request
  const authorityId = authorityOf(request)
  const body = (
    <AgreementsPage
      {...deskPage(request)}
      {...{ language, authorityId }}
      form={form ?? FormReading.blank(t)}
      made={made ?? FormReading.blank(t)}
      isSaved={request.query.get('done') === 'saved'}
      population={(await readPopulations(scope, [authorityId])).get(authorityId)}
      agreements={await listAgreements(scope)}
      nameOf={(id) => authorities.nameOf(id, language)}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.agreements.title'), body }, status)
}

async function enterPopulation(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const authorityId = authorityOf(request)
  const inhabitants = form.wholeNumber('inhabitants', { least: 1, most: 999_999 })
  const asOf = readDay(form, 'as_of')
  const title = form.value('population_source').trim().slice(0, 500)
  if (title === '') form.fail('population_source', 'strategy.parliament.error.missing')
  if (!form.isSound || !inhabitants || !asOf) return showList(scope, request, kernel, { form, status: 422 })
  const [day, figure] = form.value('seen').split('/')
  const seen = day === asOf && figure !== undefined && /^\d{1,6}$/.test(figure) ? Number(figure) : undefined
  const source = { title, date: asOf }
  const refused = await attempt(request, (writing) =>
    putPopulation(writing, { authorityId, asOf, inhabitants, standing: 'own_record', source, seen }),
  )
  if (!refused) return seeOther(toDone(request.href(`${agreementsPath}?authority=${authorityId}&done=saved`)))
  const again = form.with('seen', `${asOf}/${(await findPopulation(scope, authorityId, asOf)) ?? ''}`)
  again.refusal = refused.refusal
  return showList(scope, request, kernel, { form: again, status: refused.status })
}

async function make(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const made = new FormReading(request.t, request.form)
  const authorityId = authorityOf(request)
  const name = made.value('slug').trim()
  if (!isSlug(name)) made.fail('slug', 'strategy.parliament.error.slug')
  const read = readAgreement(made, { level: 'joint', standing: 'own_record' })
  if (!read) return showList(scope, request, kernel, { made, status: 422 })
  const refused = await attempt(request, (writing) => makeAgreement(writing, { authorityId, slug: name, ...read }))
  if (!refused) return seeOther(toDone(request.href(`${agreementsPath}/${authorityId}/${name}?done=saved`)))
  made.refusal = refused.refusal
  return showList(scope, request, kernel, { made, status: refused.status })
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
  const payers = await payersOf(scope, members)
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
