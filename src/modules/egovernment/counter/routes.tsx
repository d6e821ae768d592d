import type { StaffActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import type { Permissions } from '#kernel/http/route.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { languages, textIn } from '#kernel/i18n/language.ts'
import { type AuthorityId, isSlug } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { discardDraft } from '../apply/discard-draft.ts'
import { draftActor } from '../apply/find-draft.ts'
import { startDraft } from '../apply/save-draft.ts'
import { deskChannels } from '../cases/case.ts'
import { staffIn } from '../desk/case-file.ts'
import { deskAnswer, deskPage } from '../desk/desk-frame.tsx'
import { deskNav, readNav } from '../desk/desk-nav.ts'
import { FormReading } from '../desk/form-reading.ts'
import { ownAuthoritiesOf } from '../desk/standing.ts'
import { prefilledAnswers } from '../forms/prefill.ts'
import { offersOf, readCatalogue } from '../services/catalogue.ts'
import { createFormContext } from '../submissions/form-context.ts'
import type { SubmitParts } from '../submissions/submit-case.ts'
import { listEntries, readEntry } from './entries.ts'
import { entryRoutes } from './entry-routes.tsx'
import { StartPage } from './start-page.tsx'

/** Who enters cases for others. */
export const counterPermissions: Permissions = { 'egovernment.case.enter': ['clerk', 'lead'] }

const enter = { permission: 'egovernment.case.enter' } as const

/** Entering a case for a person at the counter, on the phone or from paper. */
export function counterRoutes(kernel: Kernel, submit: SubmitParts): Route[] {
  return [
    get('/desk/counter', enter, (scope, request) => {
      const values = { language: request.language, channel: 'counter' }
      return startAnswer(kernel, staffIn(scope), request, FormReading.blank(request.t, values))
    }),
    post('/desk/counter', enter, (scope, request) => begin(kernel, staffIn(scope), request)),
    post('/desk/counter/:draft/discard', enter, (scope, request) => discard(kernel, staffIn(scope), request)),
    ...entryRoutes(kernel, submit),
  ]
}

/** What the authorities where she works offer today, by name. */
async function listServices(kernel: Kernel, scope: Scope<StaffActor>, { language }: Request) {
  const authorities = ownAuthoritiesOf(scope.actor)
  const catalogue = await readCatalogue(scope)
  const found = await Promise.all(authorities.map((id) => offersOf(scope, catalogue, id, scope.today())))
  return found
    .flat()
    .map((offer) => ({
      offer,
      value: `${offer.authorityId}/${offer.serviceId}`,
      label:
        authorities.length > 1
          ? `${textIn(offer.definition.title, language)} (${kernel.authorities.nameOf(offer.authorityId, language)})`
          : textIn(offer.definition.title, language),
    }))
    .sort((one, other) => one.label.localeCompare(other.label, language))
}

async function startAnswer(
  kernel: Kernel,
  scope: Scope<StaffActor>,
  request: Request,
  form: FormReading,
  status = 200,
): Promise<Answer> {
  const [services, facts, catalogue, begun] = await Promise.all([
    listServices(kernel, scope, request),
    readNav(scope),
    readCatalogue(scope),
    request.readAs(draftActor, (program) => listEntries(program, scope.actor.staffId)),
  ])
  const title = request.t('egovernment.counter.title')
  const body = (
    <StartPage
      {...deskPage(request)}
      form={form}
      services={services}
      begun={begun}
      serviceName={(id) => {
        const known = catalogue.find(id)
        return known ? textIn(known.definition.title, request.language) : id
      }}
      isDiscarded={request.query.get('done') === 'discarded'}
    />
  )
  return deskAnswer({ title, body, nav: deskNav(request, facts, 'counter') }, status)
}

async function begin(kernel: Kernel, scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const form = new FormReading(request.t, request.form)
  const services = await listServices(kernel, scope, request)
  const channel = form.choice('channel', deskChannels)
  const language = form.choice('language', languages)
  const chosen = form.choice(
    'service',
    services.map(({ value }) => value),
  )
  const offer = services.find(({ value }) => value === chosen)?.offer
  if (!channel || !language || !offer) return startAnswer(kernel, scope, request, form, 422)
  const { definition, authorityId, serviceId, versionId } = offer
  const context = createFormContext({
    today: scope.today(),
    language: request.language,
    authorities: kernel.authorities,
    files: [],
  })
  const answers = prefilledAnswers(definition.form, {}, knownHere(kernel, authorityId), context)
  const { draftId } = await request.writeAs(draftActor, (program) =>
    startDraft(program, kernel, {
      ...{ authorityId, serviceId, versionId, language },
      partyId: undefined,
      entry: { staffId: scope.actor.staffId, channel },
      content: { answers, contact: null },
      currentPage: '',
      fileIds: [],
    }),
  )
  return seeOther(request.href(`/desk/counter/${draftId}`))
}

/** Of the person nothing is known; of the place, which municipality it is. */
function knownHere(kernel: Kernel, authorityId: AuthorityId): Record<string, unknown> {
  const place = isSlug<'authority'>(authorityId) ? kernel.authorities.find(authorityId) : undefined
  return place?.kind === 'municipality' ? { 'authority.municipality': place.bfsNumber } : {}
}

async function discard(kernel: Kernel, scope: Scope<StaffActor>, request: Request): Promise<Answer> {
  const { draft } = await readEntry(kernel, scope, request)
  if (!draft.sent) await request.writeAs(draftActor, (program) => discardDraft(program, draft))
  return seeOther(toDone(request.href('/desk/counter?done=discarded')))
}
