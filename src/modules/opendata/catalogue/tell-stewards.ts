import { withPrefix } from '#kernel/http/address.ts'
import { isLanguage } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { isMailAddress } from '#kernel/mail/mail-text.ts'
import { sendMail } from '#kernel/mail/send-mail.ts'
import type { EventHandler } from '#kernel/module.ts'
import { stewardRoles } from './workbench.ts'

type MailScope = Parameters<EventHandler>[0]

/**
 * Writes to those who keep the open data of an authority, each in her language: what is the matter, and below it the address of the page at the desk
 * that says more. The same `key` is told once.
 */
export async function tellStewards(
  scope: MailScope,
  { settings, translators }: Pick<Parameters<EventHandler>[1]['kernel'], 'settings' | 'translators'>,
  {
    authorityId,
    key,
    path,
    say,
  }: {
    readonly authorityId: string
    readonly key: string
    readonly path: string
    readonly say: (t: Translate) => { readonly subject: string; readonly text: string }
  },
): Promise<void> {
  const today = scope.today()
  const people = await scope.db
    .selectFrom('kernel.staff_roles as r')
    .innerJoin('kernel.staff as s', 's.id', 'r.staff_id')
    .distinct()
    .select(['s.id', 's.email', 's.language'])
    .where('r.authority_id', '=', authorityId)
    .where('r.role', 'in', [...stewardRoles])
    .where('s.is_disabled', '=', false)
    .where('r.valid_from', '<=', today)
    .where((on) => on.or([on('r.valid_to', 'is', null), on('r.valid_to', '>=', today)]))
    .limit(50)
    .execute()
  for (const { id, email, language: spoken } of people) {
    if (!isMailAddress(email)) continue
    const language = isLanguage(spoken) ? spoken : 'de'
    const { subject, text } = say(translators[language])
    const address = settings.origin + withPrefix({ language }, path)
    sendMail(scope, { key: `${key}/${id}`, to: email, language, subject, text: [text, address].join('\n\n') })
  }
}
