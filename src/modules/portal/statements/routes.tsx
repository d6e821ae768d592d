import { Readable } from 'node:stream'
import { findAuthority, listAuthorities } from '#kernel/authorities/queries.ts'
import { type Actor, authoritiesOf, type StaffActor, systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, file, type PageContent, page, seeOther } from '#kernel/http/answers.ts'
import { ForbiddenError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { textIn } from '#kernel/i18n/language.ts'
import type { AuthorityId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { readDeskNav } from '#modules/egovernment/public.ts'
import { AccessibilityPage, type FeedbackForm } from './accessibility-page.tsx'
import { answerFeedback } from './answer-feedback.ts'
import { cookieList } from './cookie-list.ts'
import { answerBy, readFeedback } from './feedback.ts'
import { FeedbackDeskPage } from './feedback-desk-page.tsx'
import { FeedbackSentPage } from './feedback-sent-page.tsx'
import { feedbackPurpose, giveFeedback } from './give-feedback.ts'
import { ImprintPage } from './imprint-page.tsx'
import { OpenSourcePage } from './open-source-page.tsx'
import { PrivacyPage } from './privacy-page.tsx'
import { findResponsible, listFeedback } from './queries.ts'
import { commonPages, type ListedPage, sitemapLimit, sitemapText } from './sitemap.ts'
import type { StatementPage } from './statement-parts.tsx'

/** Pages of other modules for the sitemap, at most `limit`, for the whole canton or one authority. */
export type ListPages = (
  scope: Scope,
  wish: { authorityId: AuthorityId | undefined; limit: number },
) => Promise<ListedPage[]>

export type StatementParts = { listPages: ListPages; version: string }

const publicPage = { permission: 'portal.statement.read', isPublic: true } as const

/** The pages that every public body has, and the form for feedback on accessibility. */
export function statementRoutes(
  { settings }: Pick<Kernel, 'settings'>,
  { listPages, version }: StatementParts,
): Route[] {
  const parts = (request: Request): StatementPage => ({
    t: request.t,
    href: request.href,
    isDemo: settings.mode === 'demo',
  })
  const accessibility = async (scope: Scope, request: Request, form: FeedbackForm, status = 200): Promise<Answer> => {
    const { t } = request
    const authority = await findResponsible(scope, request.authorityId)
    const body = <AccessibilityPage {...parts(request)} authority={authority} form={form} />
    const [title, lead] = [t('portal.statements.accessibility.title'), t('portal.statements.accessibility.lead')]
    return page(frame(request, title, lead, body), { status })
  }
  return [
    get('/privacy', publicPage, async (scope, request) => {
      const { t } = request
      const authority = await findResponsible(scope, request.authorityId)
      const cookies = cookieList(settings.origin, t)
      const body = <PrivacyPage {...parts(request)} authority={authority} cookies={cookies} />
      return page(frame(request, t('portal.statements.privacy.title'), t('portal.statements.privacy.lead'), body))
    }),
    get('/imprint', publicPage, async (scope, request) => {
      const { t } = request
      const authority = await findResponsible(scope, request.authorityId)
      const name = textIn(authority.name, request.language)
      const lead = t('portal.statements.imprint.lead', { authority: name })
      const body = <ImprintPage {...parts(request)} authority={authority} />
      return page(frame(request, t('portal.statements.imprint.title'), lead, body))
    }),
    get('/open-source', publicPage, (_scope, request) => {
      const { t } = request
      const body = <OpenSourcePage {...parts(request)} version={version} />
      return page(
        frame(request, t('portal.statements.open_source.title'), t('portal.statements.open_source.lead'), body),
      )
    }),
    get('/accessibility', publicPage, (scope, request) =>
      accessibility(scope, request, { values: request.query, faults: {} }),
    ),
    post('/accessibility/feedback', { permission: 'portal.feedback.give', rateLimit: 10 }, async (scope, request) => {
      const reading = readFeedback(request.form)
      if (!reading.ok) return accessibility(scope, request, { values: request.form, faults: reading.faults }, 422)
      const { id } = await findResponsible(scope, request.authorityId)
      await request.writeAs(systemActor(feedbackPurpose), async (writing) =>
        giveFeedback(writing, { authorityId: id, language: request.language, feedback: reading.feedback }),
      )
      return seeOther(request.href('/accessibility/feedback'))
    }),
    get('/accessibility/feedback', { permission: 'portal.feedback.give' }, async (scope, request) => {
      const authority = await findResponsible(scope, request.authorityId)
      const body = (
        <FeedbackSentPage {...parts(request)} authority={authority} answerBy={answerBy(request.receivedAt)} />
      )
      return page({ title: request.t('portal.statements.feedback.sent.title'), shell: 'public', noIndex: true, body })
    }),
    get('/desk/feedback', { permission: 'portal.feedback.read', showsPersonalData: 'list' }, showFeedback),
    post('/desk/feedback/:id/answer', { permission: 'portal.feedback.answer' }, async (scope, request) => {
      await answerFeedback(scope, staffOf(scope.actor), request.params.id ?? '')
      return seeOther(request.href('/desk/feedback'))
    }),
    get('/sitemap.xml', publicPage, async (scope, request) => {
      const pages = await listSitemap(scope, request.authorityId, listPages)
      const body = Readable.from(sitemapText(pages, settings.origin))
      return file({ body, name: 'sitemap.xml', contentType: 'application/xml; charset=utf-8', inline: true })
    }),
  ]
}

function frame(request: Request, title: string, description: string, body: PageContent['body']): PageContent {
  const breadcrumbs = [{ href: request.href('/'), text: request.t('ui.shell.site') }, { text: title }]
  return { title, description, shell: 'public', breadcrumbs, body }
}

async function showFeedback(scope: Scope, request: Request): Promise<Answer> {
  const staff = staffOf(scope.actor)
  const rows = await listFeedback(scope)
  const authorities = authoritiesOf(staff)
  for (const authorityId of authorities) {
    const subjectIds = rows.filter((row) => row.authority_id === authorityId).map((row) => row.id)
    request.showed({
      authorityId,
      subjectIds,
      role: staff.memberships.find((one) => one.authorityId === authorityId)?.role,
    })
  }
  const { t, href, today, language } = request
  const found = await Promise.all(authorities.map((id) => findAuthority(scope, id)))
  const names = new Map(found.flatMap((one) => (one ? [[one.id, textIn(one.name, language)] as const] : [])))
  return page({
    title: t('portal.statements.feedback.desk.title'),
    shell: 'desk',
    nav: await readDeskNav(scope, request, 'feedback'),
    body: <FeedbackDeskPage t={t} href={href} today={today} rows={rows} names={names} />,
  })
}

function staffOf(actor: Actor): StaffActor {
  if (actor.kind !== 'staff') throw new ForbiddenError()
  return actor
}

/** The common pages of the canton and of every authority, or of one alone, then what other modules list. */
async function listSitemap(
  scope: Scope,
  authorityId: AuthorityId | undefined,
  listPages: ListPages,
): Promise<ListedPage[]> {
  const others = await listPages(scope, { authorityId, limit: sitemapLimit })
  if (authorityId !== undefined) return [...common(authorityId), ...others]
  const { items } = await listAuthorities(scope, { limit: 1_000 })
  return [...common(undefined), ...items.flatMap(({ id }) => common(id)), ...others]
}

function common(authority: AuthorityId | undefined): ListedPage[] {
  return commonPages.map((path) => ({ path, authority }))
}
