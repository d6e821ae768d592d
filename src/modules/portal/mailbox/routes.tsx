import { systemActor } from '#kernel/db/actor.ts'
import type { Scope } from '#kernel/db/scope.ts'
import { type Answer, page } from '#kernel/http/answers.ts'
import { SignInNeededError } from '#kernel/http/errors.ts'
import { get, type Request, type Route } from '#kernel/http/route.ts'
import { isUuid, type PartyId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { listAddresses, listMails } from '#kernel/mail/list-mails.ts'
import { MailboxPage, type MailboxView, mailboxHref } from './mailbox-page.tsx'

/** Notices to oneself. The demo shows the mails to any address, because it sends none. */
export function mailboxRoutes({ settings }: Kernel): Route[] {
  const show = settings.mode === 'demo' ? showDemoMailbox : showOwnMailbox
  return [get('/mailbox', { permission: 'portal.mailbox.read' }, show)]
}

async function showOwnMailbox(scope: Scope, request: Request): Promise<Answer> {
  const partyIds = partiesOf(request)
  if (partyIds.length === 0) throw new SignInNeededError()
  const { mails, next } = await listMails(scope, { partyIds, ...beforeOf(request) })
  return mailboxPage(request, { mails, nextHref: next && mailboxHref(request.href, { before: next }), demo: undefined })
}

/** Somebody signed in sees her own mails first. */
async function showDemoMailbox(_scope: Scope, request: Request): Promise<Answer> {
  const asked = request.query.get('address')?.trim()
  const address = asked || request.principal.display?.email
  const partyIds = asked ? [] : partiesOf(request)
  return request.readAs(systemActor('mail'), async (scope) => {
    const { mails, next } = await listMails(scope, { partyIds, ...(address ? { address } : {}), ...beforeOf(request) })
    const nextHref = next && mailboxHref(request.href, { ...(asked ? { address: asked } : {}), before: next })
    return mailboxPage(request, { mails, nextHref, demo: { address, addresses: await listAddresses(scope) } })
  })
}

function partiesOf({ principal: { actor } }: Request): PartyId[] {
  if (actor.kind !== 'person') return []
  // A firm's mails tell of all its cases.
  const inEverything = actor.represents.filter(({ services }) => services === 'all')
  return [actor.partyId, ...inEverything.map(({ partyId }) => partyId)]
}

function beforeOf({ query }: Request): { before?: string } {
  const before = query.get('before')
  return before && isUuid(before) ? { before } : {}
}

function mailboxPage(request: Request, view: Pick<MailboxView, 'mails' | 'nextHref' | 'demo'>): Answer {
  const { t, language, href } = request
  return page({
    title: t('portal.mailbox.title'),
    shell: 'public',
    noIndex: true,
    body: <MailboxPage t={t} language={language} href={href} {...view} />,
  })
}
