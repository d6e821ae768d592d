import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { ForbiddenError, NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import { type AuthorityId, type CaseId, isUuid, type StaffId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import type { StaffScope } from '../cases/case-side.ts'
import { staffIn } from '../desk/case-file.ts'
import { findNames } from '../desk/colleagues.ts'
import { deskAnswer, deskPage } from '../desk/desk-frame.tsx'
import { deskNav, readNav } from '../desk/desk-nav.ts'
import { attempt } from '../desk/desk-steps.ts'
import { FormReading, refusalText } from '../desk/form-reading.ts'
import { offersOf, readCatalogue } from '../services/catalogue.ts'
import { findVersion } from '../services/queries.ts'
import { appraise, decideErasure, leads, offerToArchive, proposeErasure } from './let-go.ts'
import { ProposalPage } from './proposal-page.tsx'
import { findProposal, keptAt, listEnded, listProposals, listProposed } from './queries.ts'
import { appraisals } from './retention.ts'
import { longestReason, RetentionPage } from './retention-page.tsx'
import { listRules } from './retention-rules.ts'

const reads = { permission: 'egovernment.retention.read' } as const
const proposes = { permission: 'egovernment.retention.propose' } as const
/** Erasing is for good: whoever confirms shows again that it is her. */
const confirms = { permission: 'egovernment.retention.confirm', freshSignIn: 15 } as const

type Parts = Pick<Kernel, 'authorities'>

/** Letting go of cases that need not be kept: the list, the offer to the archive, and erasing by two people. */
export function retentionRoutes(parts: Parts): Route[] {
  const list = '/desk/retention'
  const batch = `${list}/proposals/:id`
  const decide = (isConfirmed: boolean) => async (reading: Scope, request: Request) => {
    const scope = staffIn(reading)
    const proposalId = request.params.id ?? ''
    await request.writeAs(scope.actor, (writing) => decideErasure(writing, { proposalId, isConfirmed }))
    return seeOther(
      toDone(request.href(`${list}/proposals/${proposalId}?done=${isConfirmed ? 'confirmed' : 'refused'}`)),
    )
  }
  return [
    get(list, reads, (reading, request) => showList(parts, staffIn(reading), request, FormReading.blank(request.t))),
    post(`${list}/offers`, proposes, (scope, request) =>
      step(parts, staffIn(scope), request, 'offered', (_form, chosen) => (writing) => offerToArchive(writing, chosen)),
    ),
    post(`${list}/appraisals`, proposes, (scope, request) =>
      step(parts, staffIn(scope), request, 'appraised', (form, chosen) => {
        const appraisal = form.choice('appraisal', appraisals)
        return appraisal && ((writing) => appraise(writing, { ...chosen, appraisal }))
      }),
    ),
    post(`${list}/proposals`, proposes, (scope, request) =>
      step(parts, staffIn(scope), request, 'proposed', (form, chosen) => {
        const reason = form.text('reason')
        if (reason !== undefined && reason.length > longestReason)
          form.fail('reason', 'egovernment.desk.error.long', { most: longestReason })
        return form.isSound && reason !== undefined
          ? (writing) => proposeErasure(writing, { ...chosen, reason })
          : undefined
      }),
    ),
    get(batch, reads, (reading, request) => showBatch(staffIn(reading), request)),
    post(`${batch}/confirmation`, confirms, decide(true)),
    post(`${batch}/refusal`, proposes, decide(false)),
  ]
}

/** The authority of the address, if she lets go of its cases; else her first. Throws 403 for who handles cases of a unit only. */
function authorityOf(scope: Scope<StaffActor>, request: Request): AuthorityId {
  const own = keptAt(scope.actor)
  const found = own.find((id) => id === request.query.get('authority')) ?? own[0]
  if (!found) throw new ForbiddenError('no authority as a whole', { userMessage: 'egovernment.retention.error.unit' })
  return found
}

type Chosen = { readonly authorityId: AuthorityId; readonly caseIds: readonly CaseId[] }

/** One of the steps on the cases that are marked. */
async function step(
  parts: Parts,
  scope: Scope<StaffActor>,
  request: Request,
  done: string,
  read: (form: FormReading, chosen: Chosen) => ((writing: StaffScope) => Promise<unknown>) | undefined,
): Promise<Answer> {
  const authorityId = authorityOf(scope, request)
  const form = new FormReading(request.t, request.form)
  const caseIds = [...new Set(request.form.all('case'))].filter((id) => isUuid<'case'>(id))
  const work = read(form, { authorityId, caseIds })
  if (!work) return showList(parts, scope, request, form, 422)
  const refusal = await attempt(scope, request, work)
  if (!refusal) return seeOther(toDone(request.href(`/desk/retention?authority=${authorityId}&done=${done}`)))
  form.refusal = refusalText(request.t, refusal)
  return showList(parts, scope, request, form, refusal.status)
}

async function showList(
  { authorities }: Parts,
  scope: Scope<StaffActor>,
  request: Request,
  form: FormReading,
  status = 200,
): Promise<Answer> {
  const { t, query, language } = request
  const authorityId = authorityOf(scope, request)
  const [facts, listed, proposals, serviceName, rules] = await Promise.all([
    readNav(scope),
    listEnded(scope, authorityId, query.get('after')),
    listProposals(scope, authorityId),
    readServiceNames(scope, request),
    readRules(scope, request, authorityId),
  ])
  const [names, versions] = await Promise.all([
    findNames(
      scope,
      proposals.map(({ proposedBy }) => proposedBy),
    ),
    Promise.all([...new Set(listed.cases.map(({ versionId }) => versionId))].map((id) => findVersion(scope, id))),
  ])
  const values = new Map(versions.flatMap((one) => (one ? [[one.versionId, one.definition.archivalValue]] : [])))
  const body = (
    <RetentionPage
      {...deskPage(request)}
      {...{ form, listed, proposals, rules, authorityId, serviceName }}
      authorities={keptAt(scope.actor).map((id) => ({ id, name: authorities.nameOf(id, language) }))}
      archivalValue={({ versionId }) => values.get(versionId)}
      nameOf={namer(request, names)}
      maySet={leads(scope, authorityId)}
      done={doneIn(request)}
    />
  )
  return deskAnswer(
    { title: t('egovernment.retention.title'), body, nav: deskNav(request, facts, 'retention') },
    status,
  )
}

async function showBatch(scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const proposal = await findProposal(scope, keptAt(scope.actor), request.params.id ?? '')
  if (!proposal) throw new NotFoundError('no such batch')
  const [facts, cases, serviceName, names] = await Promise.all([
    readNav(scope),
    listProposed(scope, proposal),
    readServiceNames(scope, request),
    findNames(scope, [proposal.proposedBy, proposal.decidedBy]),
  ])
  const body = (
    <ProposalPage
      {...deskPage(request)}
      {...{ proposal, cases, serviceName }}
      nameOf={namer(request, names)}
      isOwn={proposal.proposedBy === scope.actor.staffId}
      mayConfirm={leads(scope, proposal.authorityId)}
      done={doneIn(request)}
    />
  )
  return deskAnswer({
    title: request.t('egovernment.retention.batch'),
    body,
    nav: deskNav(request, facts, 'retention'),
  })
}

async function readServiceNames(scope: Scope, { language }: Request): Promise<(id: string) => string> {
  const catalogue = await readCatalogue(scope)
  return (id) => {
    const service = catalogue.find(id)
    return service ? textIn(service.definition.title, language) : id
  }
}

async function readRules(scope: Scope, { language }: Request, authorityId: AuthorityId) {
  const catalogue = await readCatalogue(scope)
  const offers = await offersOf(scope, catalogue, authorityId, scope.today())
  const own = new Map((await listRules(scope, authorityId)).map((rule) => [rule.serviceId, rule]))
  // What it offers no more, and still keeps by a rule of its own.
  const earlier = catalogue.services.filter(
    ({ serviceId }) => own.has(serviceId) && !offers.some((offer) => offer.serviceId === serviceId),
  )
  return [...offers, ...earlier]
    .map(({ serviceId, definition }) => ({
      ...definition,
      title: textIn(definition.title, language),
      own: own.get(serviceId),
    }))
    .sort((one, other) => one.title.localeCompare(other.title, language))
}

function namer({ t }: Request, names: ReadonlyMap<StaffId, string>) {
  return (id: StaffId) => names.get(id) ?? t('egovernment.desk.case.someone')
}

function doneIn({ query, t }: Request): string | undefined {
  const done = query.get('done') ?? ''
  return t.has(`egovernment.retention.done.${done}`) ? done : undefined
}
