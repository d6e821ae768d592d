import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, seeOther } from '#kernel/http/answers.ts'
import { NotFoundError, SignInNeededError, TooManyError } from '#kernel/http/errors.ts'
import { get, post, type Request, type Route } from '#kernel/http/route.ts'
import { isSlug, isUuid, uuid } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { toDone } from '#ui/components/done-notice/done-notice.tsx'
import { correspondence, findAddressee, findByEnding } from '../addressees/addressee.ts'
import { framed, stale } from '../addressees/answers.tsx'
import { personOf, readEmail, readKnownAsker } from '../addressees/asker.ts'
import { dataSetPath } from '../catalogue/addresses.ts'
import { findPublished } from '../catalogue/queries.ts'
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
  const places = ['/opendata/subscriptions/for/:authority', '/opendata/subscriptions/for/:authority/:slug']
  const confirmation = '/opendata/subscriptions/confirmation/:token'
  const followed = '/opendata/subscriptions/of/:token'
  return [
    ...places.flatMap((place) => [
      get(place, asks, (scope, request) => showForm(kernel, scope, request)),
      post(place, { ...asks, rateLimit: 5 }, (scope, request) => ask(kernel, scope, request)),
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

/** What the address names: a data set that is public, or an authority. Throws 404 for anything else. */
async function readAsked({ authorities, translators }: Kernel, scope: Scope, request: Request): Promise<Asked> {
  const { authority = '', slug: name } = request.params
  if (!isSlug<'authority'>(authority) || !authorities.has(authority)) throw new NotFoundError()
  const { language } = request
  const context = { authorities, translators }
  if (name === undefined) {
    const subject = { authorityId: authority, dataSetId: null }
    const words = subjectName({ title: undefined, authorityId: authority }, context, language)
    return { subject, name: words, path: subscriptionPath(subject), backPath: '/opendata' }
  }
  const found = isSlug(name) ? await findPublished(scope, authority, name) : undefined
  if (!found || found.withdrawnAt) throw new NotFoundError()
  return {
    subject: { authorityId: authority, dataSetId: found.id },
    name: subjectName({ title: found.metadata.title, authorityId: authority }, context, language),
    path: subscriptionPath(found),
    backPath: dataSetPath(found),
  }
}

async function showForm(
  kernel: Kernel,
  scope: Scope,
  request: Request,
  again?: { readonly typed: string; readonly error: string },
): Promise<Answer> {
  const { t, href, query } = request
  const asked = await readAsked(kernel, scope, request)
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

async function ask(kernel: Kernel, scope: Scope, request: Request): Promise<Answer> {
  const { t, href, language } = request
  const { subject, name, path } = await readAsked(kernel, scope, request)
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
    return showForm(kernel, scope, request, { typed, error: t('opendata.subscriptions.email_wrong') })
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
    href:
      one.slug === undefined
        ? href(`/opendata?authority=${one.authorityId}`)
        : href(dataSetPath({ authorityId: one.authorityId, slug: one.slug })),
  }))
}
