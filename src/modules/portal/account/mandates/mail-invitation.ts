import { systemActor } from '#kernel/db/actor.ts'
import type { Request } from '#kernel/http/route.ts'
import type { Language } from '#kernel/i18n/language.ts'
import { sendMail } from '#kernel/mail/send-mail.ts'

type Invited = { id: string; token: string; email: string; firm: string; language: Language }

/** Mails the link of an invitation. It works once; it is nowhere but in this mail. */
export function mailInvitation(request: Request, { id, token, email, firm, language }: Invited): Promise<void> {
  const { t } = request
  return request.writeAs(systemActor('mandates'), async (scope) =>
    sendMail(scope, {
      key: `mandate-invitation/${id}`,
      to: email,
      language,
      subject: t('portal.mandates.mail_subject'),
      text: [
        t('portal.mandates.mail_text', { firm }),
        request.url(`/account/invitations/${token}`),
        t('portal.mandates.mail_end'),
      ].join('\n\n'),
      aboutId: id,
    }),
  )
}
