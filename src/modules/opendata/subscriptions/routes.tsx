import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError, SignInNeededError, TooManyError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import type { LocalText } from '#kernel/i18n/language.ts'
import { type AuthorityId, isSlug, isUuid, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { correspondence, findAddressee, findByEnding } from '../addressees/addressee.ts'
import { framed, stale } from '../addressees/answers.tsx'
import { personOf, readEmail, readKnownAsker } from '../addressees/asker.ts'
import { dataSetPath, seriesPath } from '../catalogue/addresses.ts'
import { findPublished } from '../catalogue/queries.ts'
import { findPublishedSeries } from '../series/queries.ts'
import { findOwnAddressee, findOwnSubscription, findToConfirm, listSubscriptions } from './queries.ts'
import { askToFollow, confirmSubscription, endEverything, endSubscription, follow } from './subscribe.ts'
import { type Subject, type Subscription, subjectName } from './subscription.ts'
import {
  ConfirmPage,
  dones,
  EndedPage,
  FollowedPage,
  ownPath,
  SubscribePage,
  type SubscriptionLine,
  seriesSubscriptionPath,
  subscriptionPath,
} from './subscription-pages.tsx'

const asks = { permission: 'opendata.subscription.ask' } as const
const owns = { permission: 'opendata.subscription.own' } as const

export const subscriptionPermissions = {
  'opendata.subscription.ask': ['anyone'],
  'opendata.subscription.own': ['person'],
} as const

/** Being told of changes by mail: asked for by anybody, confirmed by a link, ended by a link or in the account. */
export function subscriptionRoutes(kernel: Kernel): Route[] {
  const all = '/opendata/subscriptions/for/:authority'
  const places = [
    { place: all, readAsked: readAskedAuthority },
    { place: `${all}/:slug`, readAsked: readAskedDataSet },
    { place: `${all}/series/:slug`, readAsked: readAskedSeries },
  ]
  const confirmation = '/opendata/subscriptions/confirmation/:token'
  const followed = '/opendata/subscriptions/of/:token'
  return [
    ...places.flatMap(({ place, readAsked }) => [
      get(place, asks, async (scope, request) =>
        showForm(scope, request, await readAsked(naming(kernel, request), scope, request)),
      ),
      post(place, { ...asks, rateLimit: 5 }, async (scope, request) =>
        ask(kernel, scope, request, await readAsked(naming(kernel, request), scope, request)),
      ),
    ]),
    get(confirmation, asks, (_scope, request) => showConfirmation(kernel, request)),
    post(confirmation, { ...asks, rateLimit: 30 }, (_scope, request) => confirm(kernel, request)),
    get(followed, asks, (_scope, request) => showFollowed(kernel, request)),
    // Mail programs send this by themselves when their button is pressed (RFC 8058): nobody's cookie comes with it.
    post(
      followed,
      { ...asks, rateLimit: 60, acceptsCrossSite: true, body: 'multipart', looseBytes: 1_000 },
      (_scope, request) => end(request),
    ),
    get(ownPath, owns, (scope, request) => showOwn(kernel, scope, request)),
    post(ownPath, owns, (scope, request) => endOwn(scope, request)),
  ]
}

type Asked = { readonly subject: Subject; readonly name: string; readonly path: string; readonly backPath: string }

type Naming = { readonly authorityId: AuthorityId; readonly nameOf: (title: LocalText | undefined) => string }

/** Whose it is, and how it is called. Throws 404 where there is no such authority. */
function naming(kernel: Kernel, { params, language }: Request): Naming {
  const authorityId = params.authority ?? ''
  if (!isSlug<'authority'>(authorityId) || !kernel.authorities.has(authorityId)) throw new NotFoundError()
  return { authorityId, nameOf: (title) => subjectName({ title, authorityId }, kernel, language) }
}

async function readAskedAuthority({ authorityId, nameOf }: Naming): Promise<Asked> {
  return {
    subject: { authorityId, dataSetId: null, seriesId: null },
    name: nameOf(undefined),
    path: subscriptionPath({ authorityId }),
    backPath: '/opendata',
  }
}

/** Throws 404 where no such data set is public. */
async function readAskedDataSet({ authorityId, nameOf }: Naming, scope: Scope, { params }: Request): Promise<Asked> {
  const name = params.slug ?? ''
  const found = isSlug(name) ? await findPublished(scope, authorityId, name) : undefined
  if (!found || found.withdrawnAt) throw new NotFoundError()
  return {
    subject: { authorityId, dataSetId: found.id, seriesId: null },
    name: nameOf(found.metadata.title),
    path: subscriptionPath(found),
    backPath: dataSetPath(found),
  }
}

/** Throws 404 where no such series is public. */
async function readAskedSeries({ authorityId, nameOf }: Naming, scope: Scope, { params }: Request): Promise<Asked> {
  const name = params.slug ?? ''
  const found = isSlug(name) ? await findPublishedSeries(scope, { authorityId, slug: name }) : undefined
  if (!found || found.withdrawnAt) throw new NotFoundError()
  return {
    subject: { authorityId, dataSetId: null, seriesId: found.id },
    name: nameOf(found.metadata.title),
    path: seriesSubscriptionPath(found),
    backPath: seriesPath(found),
  }
}

async function showForm(
  scope: Scope,
  request: Request,
  asked: Asked,
  again?: { readonly typed: string; readonly error: string },
): Promise<Answer> {
  const { t, href, query } = request
  const known = await readKnownAsker(scope, request)
  const followed = known && (await findOwnSubscription(scope, known.partyId, asked.subject))
  const body = (
    <SubscribePage
      t={t}
      href={href}
      action={asked.path}
      name={asked.name}
      knownEmail={known?.email}
      followedAs={followed?.id}
      backHref={href(asked.backPath)}
      isSent={query.has('sent')}
      {...again}
    />
  )
  const title = t('opendata.subscriptions.title')
  return framed(request, again ? t('opendata.subscriptions.error_title', { title }) : title, body, again ? 422 : 200)
}

async function ask(kernel: Kernel, scope: Scope, request: Request, asked: Asked): Promise<Answer> {
  const { t, href, language } = request
  const { subject, name, path } = asked
  const known = await readKnownAsker(scope, request)
  if (known) {
    const { partyId } = known
    const isDone = await request.writeAs(correspondence, (writing) =>
      follow(writing, kernel, { partyId, subject, language }),
    )
    if (!isDone) throw new TooManyError('asked too often', 3_600, { userMessage: 'opendata.subscriptions.too_many' })
    return seeOther(toDone(href(`${ownPath}?done=added`)))
  }
  const { typed, email } = readEmail(request)
  if (email === undefined)
    return showForm(scope, request, asked, { typed, error: t('opendata.subscriptions.email_wrong') })
  await request.writeAs(correspondence, (writing) => askToFollow(writing, kernel, { email, subject, language, name }))
  return seeOther(toDone(href(`${path}?sent=1`)))
}

async function showConfirmation(kernel: Kernel, request: Request): Promise<Answer> {
  const { t, href, params, language } = request
  const token = params.token ?? ''
  const found = await request.readAs(correspondence, (reading) => findToConfirm(reading, token))
  if (!found) return stale(request)
  const body = (
    <ConfirmPage
      t={t}
      href={href}
      action={`/opendata/subscriptions/confirmation/${token}`}
      name={subjectName(found, kernel, language)}
    />
  )
  return framed(request, t('opendata.subscriptions.confirm_title'), body)
}

async function confirm({ sealing }: Kernel, request: Request): Promise<Answer> {
  const { params, language, href } = request
  const ending = await request.writeAs(correspondence, async (writing) => {
    const id = await confirmSubscription(writing, params.token ?? '', language)
    return id && (await findAddressee(writing, sealing, id))?.ending
  })
  if (ending === undefined) return stale(request)
  return seeOther(toDone(href(`/opendata/subscriptions/of/${ending}?done=confirmed`)))
}

async function showFollowed(kernel: Kernel, request: Request): Promise<Answer> {
  const { t, href, params, query } = request
  const token = params.token ?? ''
  const found = await request.readAs(correspondence, async (reading) => {
    const id = await findByEnding(reading, token)
    return id && (await listSubscriptions(reading, id))
  })
  if (!found) return stale(request)
  const body = (
    <FollowedPage
      t={t}
      href={href}
      lines={linesOf(kernel, request, found)}
      action={`/opendata/subscriptions/of/${token}`}
      done={dones.find((one) => one === query.get('done'))}
      one={query.get('one')}
      hasAddress
    />
  )
  return framed(request, t('opendata.subscriptions.own_title'), body)
}

/** One of them where it is named; else all, as the button of a mail program means it. */
async function end(request: Request): Promise<Answer> {
  const { t, href, params, form } = request
  const token = params.token ?? ''
  const wanted = form.get('end')
  const state = await request.writeAs(correspondence, async (writing) => {
    const id = await findByEnding(writing, token)
    if (!id) return 'gone'
    if (wanted === undefined || wanted === 'all') endEverything(writing, id)
    else if (isUuid(wanted)) {
      await endSubscription(writing, id, uuid<'subscription'>(wanted))
      return (await findByEnding(writing, token)) ? 'left' : 'ended'
    }
    return 'ended'
  })
  if (state === 'left') return seeOther(toDone(href(`/opendata/subscriptions/of/${token}?done=ended`)))
  return framed(request, t('opendata.subscriptions.ended_title'), <EndedPage t={t} href={href} />)
}

async function showOwn(kernel: Kernel, scope: Scope, request: Request): Promise<Answer> {
  const { t, href, query } = request
  const person = personOf(request)
  if (!person) throw new SignInNeededError()
  const addressee = await findOwnAddressee(scope, person.partyId)
  const found = addressee ? await listSubscriptions(scope, addressee) : []
  const body = (
    <FollowedPage
      t={t}
      href={href}
      lines={linesOf(kernel, request, found)}
      action={ownPath}
      done={dones.find((one) => one === query.get('done'))}
      hasAddress={false}
    />
  )
  return framed(request, t('opendata.subscriptions.own_title'), body)
}

async function endOwn(scope: Scope, request: Request): Promise<Answer> {
  const person = personOf(request)
  if (!person) throw new SignInNeededError()
  const addressee = await findOwnAddressee(scope, person.partyId)
  const wanted = request.form.get('end') ?? ''
  if (addressee && isUuid(wanted))
    await request.writeAs(correspondence, (writing) =>
      endSubscription(writing, addressee, uuid<'subscription'>(wanted)),
    )
  return seeOther(toDone(request.href(`${ownPath}?done=ended`)))
}

function linesOf(kernel: Kernel, { language, href }: Request, found: readonly Subscription[]): SubscriptionLine[] {
  return found.map((one) => ({
    id: one.id,
    name: subjectName(one, kernel, language),
    authority: kernel.authorities.nameOf(one.authorityId, language),
    href: href(one.path),
  }))
}
