import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { isUuid, uuid } from '#kernel/ids.ts'
import { deskPage, FormReading } from '#modules/egovernment/public.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { attempt, authoritiesOf, authorityOf, benchAnswer, formOf, staffOf } from '../workbench/bench-context.ts'
import { findSource, listLastRuns, listRuns, listSources } from './queries.ts'
import { readUrl } from './read-link.ts'
import { type HarvestSource, rhythms, sourceKinds, sourcesPath } from './source.ts'
import { SourcePage } from './source-page.tsx'
import { addSource, endSource, letRest, runSoon, sourceFates } from './sources.ts'
import { SourcesPage } from './sources-page.tsx'

const reads = { permission: 'opendata.data_set.read' } as const
const edits = { permission: 'opendata.data_set.edit' } as const
const shownRuns = 20
const dones = ['added', 'asked', 'rested', 'ended'] as const

/** The catalogues of others that stewards take over. */
export function harvestRoutes(): Route[] {
  return [
    get(sourcesPath, reads, (scope, request) => showSources(scope, request, formOf(request, []))),
    post(sourcesPath, { ...edits, rateLimit: 30 }, add),
    get(`${sourcesPath}/:id`, reads, (scope, request) => showSource(scope, request)),
    post(`${sourcesPath}/:id/run`, { ...edits, rateLimit: 30 }, async (scope, request) => {
      const source = await readAsked(scope, request)
      await request.writeAs(staffOf(request), async (writing) => runSoon(writing, source))
      return seeOther(toDone(request.href(`${sourcesPath}/${source.id}?done=asked`)))
    }),
    post(`${sourcesPath}/:id/rest`, edits, async (scope, request) => {
      const source = await readAsked(scope, request)
      await request.writeAs(staffOf(request), async (writing) => letRest(writing, source))
      return seeOther(toDone(request.href(`${sourcesPath}/${source.id}?done=rested`)))
    }),
    post(`${sourcesPath}/:id/removal`, edits, async (scope, request) => {
      const source = await readAsked(scope, request)
      const fate = sourceFates.find((one) => one === request.form.get('fate'))
      if (!fate) return showSource(scope, request, true)
      await request.writeAs(staffOf(request), async (writing) => endSource(writing, source, fate))
      return seeOther(toDone(request.href(`${sourcesPath}?authority=${source.authorityId}&done=ended`)))
    }),
  ]
}

async function add(scope: Scope, request: Request): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const source = readForm(request, form)
  if (!source) return showSources(scope, request, form, 422)
  const refused = await attempt(request, async (writing) => void (await addSource(writing, source)))
  if (!refused) return seeOther(toDone(request.href(`${sourcesPath}?authority=${source.authorityId}&done=added`)))
  form.refusal = refused.refusal
  return showSources(scope, request, form, refused.status)
}

function readForm(request: Request, form: FormReading): Omit<HarvestSource, 'id' | 'nextRunAt'> | undefined {
  const [title, address] = [form.text('title'), form.text('url')]
  const [name, email] = [form.text('contact_name'), form.text('contact_email')]
  const url = address === undefined ? undefined : readUrl(address)
  if (address !== undefined && !url) form.fail('url', 'opendata.harvest.error.url')
  if (email !== undefined && !/^[^@\s]+@[^@\s]+$/.test(email))
    form.fail('contact_email', 'opendata.harvest.error.email')
  for (const [field, text] of [
    ['title', title],
    ['contact_name', name],
    ['contact_email', email],
  ] as const)
    if (text !== undefined && text.length > 200) form.fail(field, 'opendata.desk.error.long', { most: 200 })
  const kind = sourceKinds.find((one) => one === form.value('kind')) ?? 'dcat'
  const everyHours = rhythms.find((one) => String(one) === form.value('every')) ?? 24
  if (!form.isSound || title === undefined || url === undefined || name === undefined || email === undefined)
    return undefined
  return { authorityId: authorityOf(request), kind, title, url, contact: { name, email }, everyHours }
}

async function showSources(scope: Scope, request: Request, form: FormReading, status = 200): Promise<Answer> {
  const authorityId = authorityOf(request)
  const sources = await listSources(scope, authorityId)
  const lastRuns = await listLastRuns(scope, authorityId)
  const body = (
    <SourcesPage {...deskPage(request)} {...{ sources, lastRuns, authorityId, form }} done={doneOf(request)} />
  )
  return benchAnswer(scope, request, { title: request.t('opendata.harvest.title'), body }, status)
}

async function showSource(scope: Scope, request: Request, isFateMissing = false): Promise<Answer> {
  const source = await readAsked(scope, request)
  const runs = await listRuns(scope, source, shownRuns)
  const body = <SourcePage {...deskPage(request)} {...{ source, runs, isFateMissing }} done={doneOf(request)} />
  return benchAnswer(scope, request, { title: source.title, body }, isFateMissing ? 422 : 200)
}

const doneOf = ({ query }: Request) => dones.find((one) => one === query.get('done'))

/** The source of the address. Throws 404 where it is not hers. */
async function readAsked(scope: Scope, request: Request): Promise<HarvestSource> {
  const id = request.params.id ?? ''
  for (const authorityId of isUuid(id) ? authoritiesOf(staffOf(request)) : []) {
    const found = await findSource(scope, authorityId, uuid<'harvest-source'>(id))
    if (found) return found
  }
  throw new NotFoundError('no such source')
}
