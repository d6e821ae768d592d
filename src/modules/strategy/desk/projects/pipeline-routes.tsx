import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { type AuthorityId, isSlug, slug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { listWeighed } from '../../projects/benefit-effort.ts'
import { setIdeaMails, wantsIdeaMails } from '../../projects/idea-mails.ts'
import { listIdeas } from '../../projects/list-ideas.ts'
import { listProjects } from '../../projects/list-projects.ts'
import { listOwnIdeas } from '../../projects/own-ideas.ts'
import { proposeIdea } from '../../projects/propose-idea.ts'
import { readPulses } from '../cockpit-queries.ts'
import { attempt, authoritiesOf, authorityOfProjects, deskPath, staffOf, steeringAnswer } from '../desk-context.ts'
import { IdeaPage } from './idea-page.tsx'
import { readLine } from './part-form.ts'
import { PipelinePage } from './pipeline-page.tsx'
import { projectsPath, tabPath } from './project-context.ts'

const ideas = { permission: 'strategy.idea.propose' } as const
const ideaPath = `${deskPath}/idea`

/** Ideas on their way to projects, what has ended, and the form in which anybody of the authority puts an idea down. */
export function pipelineRoutes(kernel: Kernel): Route[] {
  return [
    get(projectsPath, { permission: 'strategy.project.read' }, (scope, request) =>
      showPipeline(scope, request, kernel),
    ),
    get(ideaPath, ideas, (scope, request) => showIdea(scope, request, kernel, FormReading.blank(request.t))),
    post(ideaPath, { ...ideas, rateLimit: 30 }, (scope, request) => propose(scope, request, kernel)),
    post(`${ideaPath}/mails`, { ...ideas, rateLimit: 30 }, (_, request) => turnMails(request)),
  ]
}

async function showPipeline(scope: Scope, request: Request, { authorities }: Kernel): Promise<Answer> {
  const { t, language, query } = request
  const authorityId = authorityOfProjects(request)
  const after = query.get('after')
  const [found, weighed, ended] = await Promise.all([
    listIdeas(scope, authorityId),
    listWeighed(scope, authorityId),
    listProjects(
      scope,
      { authorityId, phases: ['closure', 'closed', 'stopped'] },
      { after: after === undefined ? undefined : { authorityId, slug: after }, limit: 51 },
    ),
  ])
  const shown = ended.slice(0, 50)
  const last = shown.at(-1)
  const next = `${projectsPath}?authority=${authorityId}&after=${last?.slug ?? ''}`
  const body = (
    <PipelinePage
      {...deskPage(request)}
      {...{ language, authorityId, weighed }}
      authorityName={authorities.nameOf(authorityId, language)}
      ideas={found}
      ended={shown}
      pulses={await readPulses(scope, authorityId, shown)}
      nextHref={ended.length > 50 ? request.href(next) : undefined}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.projects.pipeline.title'), body })
}

/** Where she works and may propose something. */
function workplacesOf(request: Request): readonly AuthorityId[] {
  const own = staffOf(request).memberships.filter(({ continuedBy }) => continuedBy === undefined)
  return [...new Set(own.map(({ authorityId }) => authorityId))]
}

function workplaceOf(request: Request, wanted: string | undefined): AuthorityId {
  const own = workplacesOf(request)
  const found = wanted ? own.find((id) => id === wanted) : (own.find((id) => id === request.authorityId) ?? own[0])
  if (!found) throw new NotFoundError('no authority of hers')
  return slug<'authority'>(found)
}

async function showIdea(
  scope: Scope,
  request: Request,
  { authorities }: Kernel,
  form: FormReading,
  status = 200,
): Promise<Answer> {
  const { t, language, query } = request
  const authorityId = workplaceOf(request, query.get('authority'))
  const own = { authorityId, staffId: staffOf(request).staffId }
  const body = (
    <IdeaPage
      {...deskPage(request)}
      {...{ authorityId, form, language }}
      authorityName={authorities.nameOf(authorityId, language)}
      ideas={await listOwnIdeas(scope, own)}
      wantsMails={await wantsIdeaMails(scope, own)}
      isSent={query.get('done') === 'sent'}
      isSaved={query.get('done') === 'mails'}
      goesOn={goesOnAt(request, authorityId)}
    />
  )
  return steeringAnswer(scope, request, { title: t('strategy.projects.idea.title'), body }, status, 'idea')
}

/** Where the idea that was just put in is worked on; undefined for whoever does not steer there. */
function goesOnAt(request: Request, authorityId: AuthorityId): string | undefined {
  const made = request.query.get('made')
  const steers = authoritiesOf(staffOf(request)).some((id) => id === authorityId)
  return steers && made !== undefined && isSlug(made)
    ? request.href(tabPath({ authorityId, slug: made }, 'edit'))
    : undefined
}

async function propose(scope: Scope, request: Request, kernel: Kernel): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const authorityId = workplaceOf(request, request.query.get('authority'))
  const title = readLine(form, 'title', 200)
  const text = readLine(form, 'text', 4_000)
  const benefit = readLine(form, 'benefit', 4_000)
  const office = readLine(form, 'office', 200)
  if (!title || !text || !benefit || !office) return showIdea(scope, request, kernel, form, 422)
  let made = ''
  const refused = await attempt(request, async (writing) => {
    made = await proposeIdea(writing, authorityId, { title, text, benefit, office })
  })
  if (!refused) return seeOther(toDone(request.href(`${ideaPath}?authority=${authorityId}&done=sent&made=${made}`)))
  form.refusal = refused.refusal
  return showIdea(scope, request, kernel, form, refused.status)
}

/** Turns the mails about her ideas on or off. */
async function turnMails(request: Request): Promise<Answer> {
  const authorityId = workplaceOf(request, request.query.get('authority'))
  const wanted = request.form.get('mails') === 'on'
  await request.writeAs(staffOf(request), (writing) => setIdeaMails(writing, authorityId, wanted))
  return seeOther(toDone(request.href(`${ideaPath}?authority=${authorityId}&done=mails`)))
}
