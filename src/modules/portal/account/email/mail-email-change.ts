import { v7 } from 'uuid'
import { systemActor } from '#kernel/db/actor.ts'
import type { Request } from '#kernel/http/route.ts'
import type { PartyId } from '#kernel/ids.ts'
import { sendMail } from '#kernel/mail/send-mail.ts'

const linksPerDay = 5
const day = 86_400_000

/**
 * Mails the link that confirms an address, to that address. False where the person has asked for too many today: nobody floods a stranger.
 * The mail belongs to no mailbox of the portal: whoever reads it there would not have shown that the address is hers.
 */
export function mailLink(
  request: Request,
  { partyId, email, url }: { partyId: PartyId; email: string; url: string },
): Promise<boolean> {
  const { t, language } = request
  return request.writeAs(systemActor('mail'), async (scope) => {
    const { count } = await scope.db
      .selectFrom('kernel.mails')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('about_id', '=', partyId)
      .where('created_at', '>', new Date(scope.now().getTime() - day))
      .executeTakeFirstOrThrow()
    if (Number(count) >= linksPerDay) return false
    sendMail(scope, {
      key: `email-change/${v7()}`,
      to: email,
      language,
      subject: t('portal.email.mail_subject'),
      text: [t('portal.email.mail_text'), url, t('portal.email.mail_end')].join('\n\n'),
      aboutId: partyId,
    })
    return true
  })
}

/** Tells the address of before, so that a change by somebody else is noticed. */
export function mailOldAddress(
  request: Request,
  { partyId, email }: { partyId: PartyId; email: string },
): Promise<void> {
  const { t, language } = request
  return request.writeAs(systemActor('mail'), async (scope) =>
    sendMail(scope, {
      key: `email-changed/${v7()}`,
      to: email,
      language,
      subject: t('portal.email.changed_subject'),
      text: t('portal.email.changed_text'),
      aboutId: partyId,
    }),
  )
}
