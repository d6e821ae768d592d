import type { Translate } from '#kernel/i18n/translate.ts'
import { Button } from '#ui/components/button/button.tsx'
import { DoneNotice } from '#ui/components/done-notice/done-notice.tsx'
import { EmptyState } from '#ui/components/empty-state/empty-state.tsx'
import { ErrorSummary } from '#ui/components/error-summary/error-summary.tsx'
import { asksPerDay, daysToConfirm } from '../addressees/addressee.ts'
import { EmailField } from '../addressees/email-field.tsx'

/** What the account of whoever is signed in follows. */
export const ownPath = '/account/subscriptions'

/** Where one asks to be told of a series; in no language. */
export const seriesSubscriptionPath = ({ authorityId, slug }: { authorityId: string; slug: string }): string =>
  `/opendata/subscriptions/for/${authorityId}/series/${slug}`

/** Where one asks to be told of a data set, or of all of an authority; in no language. */
export const subscriptionPath = ({ authorityId, slug }: { authorityId: string; slug?: string }): string =>
  ['/opendata/subscriptions/for', authorityId, ...(slug === undefined ? [] : [slug])].join('/')

type Frame = { t: Translate; href: (path: string) => string }

export type SubscribeFormProps = Frame & {
  /** Where the form goes to. */
  action: string
  /** The address of the account of whoever is signed in. */
  knownEmail: string | undefined
  /** Set where her account follows it already. */
  followedAs?: string | undefined
  typed?: string
  error?: string | undefined
}

/** To be told of changes by mail: one field, or none for those whose address is known. */
export function SubscribeForm({ t, href, action, knownEmail, followedAs, typed, error }: SubscribeFormProps) {
  if (followedAs !== undefined)
    return (
      <form method="post" action={href(ownPath)}>
        <input type="hidden" name="end" value={followedAs} />
        <p>{t('opendata.subscriptions.following', { email: knownEmail ?? '' })}</p>
        <Button variant="secondary">{t('opendata.subscriptions.end')}</Button>
      </form>
    )
  return (
    <form method="post" action={href(action)} noValidate class="form-page">
      <p>{t('opendata.subscriptions.lead')}</p>
      {knownEmail === undefined ? (
        <>
          <EmailField t={t} {...(typed !== undefined && { typed })} error={error} />
          <p>{t('opendata.subscriptions.kept', { days: daysToConfirm })}</p>
        </>
      ) : (
        <p>{t('opendata.subscriptions.to_account', { email: knownEmail })}</p>
      )}
      <Button variant="secondary">{t('opendata.subscriptions.submit')}</Button>
    </form>
  )
}

type SubscribePageProps = SubscribeFormProps & { name: string; backHref: string; isSent: boolean }

/** The form on a page of its own, and what is to be done next. */
export function SubscribePage(props: SubscribePageProps) {
  const { t, name, backHref, isSent, error } = props
  return (
    <>
      <ErrorSummary t={t} errors={error === undefined ? [] : [{ fieldId: 'email', text: error }]} />
      <h1>{t('opendata.subscriptions.title')}</h1>
      <p class="lead">{name}</p>
      {isSent ? (
        <DoneNotice title={t('opendata.subscriptions.sent_title')}>
          <p>{t('opendata.subscriptions.sent', { days: daysToConfirm, count: asksPerDay })}</p>
        </DoneNotice>
      ) : (
        <SubscribeForm {...props} />
      )}
      <p>
        <a href={backHref}>{t('opendata.subscriptions.back')}</a>
      </p>
    </>
  )
}

/** What a link confirms; a press of the button, because mail programs open links too. */
export function ConfirmPage({ t, href, action, name }: Frame & { action: string; name: string }) {
  return (
    <>
      <h1>{t('opendata.subscriptions.confirm_title')}</h1>
      <p>{t('opendata.subscriptions.confirm_text', { name })}</p>
      <form method="post" action={href(action)}>
        <Button>{t('opendata.subscriptions.confirm')}</Button>
      </form>
    </>
  )
}

/** What somebody follows, in words, with the address of its page. */
export type SubscriptionLine = {
  readonly id: string
  readonly name: string
  readonly authority: string
  readonly href: string
}

export const dones = ['confirmed', 'ended', 'added'] as const
export type Done = (typeof dones)[number]

type FollowedPageProps = Frame & {
  lines: readonly SubscriptionLine[]
  /** Where the buttons go to. */
  action: string
  done: Done | undefined
  /** Set where only this one was asked for: it stands first. */
  one?: string | undefined
  /** True where the address is erased with the last of them. */
  hasAddress: boolean
}

/** What somebody follows, each to be ended by one button; all of it by one more. */
export function FollowedPage({ t, href, lines, action, done, one, hasAddress }: FollowedPageProps) {
  const sorted = lines.toSorted((a, b) => Number(b.id === one) - Number(a.id === one))
  return (
    <>
      <h1>{t('opendata.subscriptions.own_title')}</h1>
      {done && (
        <DoneNotice>
          <p>{t(`opendata.subscriptions.done.${done}`)}</p>
        </DoneNotice>
      )}
      {lines.length === 0 ? (
        <EmptyState title={t('opendata.subscriptions.none')} level={2} icon="Database">
          <p>
            <a href={href('/opendata')}>{t('opendata.finder.nothing_all')}</a>
          </p>
        </EmptyState>
      ) : (
        <>
          <p>{t('opendata.subscriptions.own_lead')}</p>
          <ul class="followed">
            {sorted.map((line) => (
              <li key={line.id}>
                <div>
                  <a href={line.href}>{line.name}</a>
                  <br />
                  {line.authority}
                </div>
                <form method="post" action={href(action)}>
                  <input type="hidden" name="end" value={line.id} />
                  <Button variant="secondary">
                    {t('opendata.subscriptions.end')}
                    <span class="ds-sr-only">: {line.name}</span>
                  </Button>
                </form>
              </li>
            ))}
          </ul>
          {hasAddress && (
            <form method="post" action={href(action)}>
              <input type="hidden" name="end" value="all" />
              <p>{t('opendata.subscriptions.all_text')}</p>
              <Button variant="secondary" color="danger">
                {t('opendata.subscriptions.end_all')}
              </Button>
            </form>
          )}
        </>
      )}
    </>
  )
}

/** Everything is ended; the address is gone. */
export function EndedPage({ t, href }: Frame) {
  return (
    <>
      <h1>{t('opendata.subscriptions.ended_title')}</h1>
      <DoneNotice>
        <p>{t('opendata.subscriptions.ended')}</p>
      </DoneNotice>
      <p>
        <a href={href('/opendata')}>{t('opendata.finder.nothing_all')}</a>
      </p>
    </>
  )
}
