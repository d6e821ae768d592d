import type { SystemActor } from '#kernel/db/actor.ts'
import type { WriteScope } from '#kernel/db/scope.ts'
import { withPrefix } from '#kernel/http/address.ts'
import { isLanguage } from '#kernel/i18n/language.ts'
import type { StaffId } from '#kernel/ids.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { sendMail } from '#kernel/mail/send-mail.ts'

/** Writes to a member of staff that a passkey was added to her account: if it was not her, she learns of it at once. */
export async function tellOfPasskey(
  scope: WriteScope<SystemActor>,
  { translators, settings }: Pick<Kernel, 'translators' | 'settings'>,
  { staffId, passkeyId, name }: { staffId: StaffId; passkeyId: string; name: string },
): Promise<void> {
  const holder = await scope.db
    .selectFrom('kernel.staff')
    .select(['email', 'language'])
    .where('id', '=', staffId)
    .executeTakeFirst()
  if (!holder) return
  const language = isLanguage(holder.language) ? holder.language : 'de'
  const t = translators[language]
  sendMail(scope, {
    key: `passkey/${passkeyId}`,
    to: holder.email,
    language,
    subject: t('portal.passkeys.mail.subject'),
    text: [
      t('portal.passkeys.mail.text', { name }),
      settings.origin + withPrefix({ language }, '/account/passkeys'),
      t('portal.passkeys.mail.not_you'),
    ].join('\n\n'),
  })
}
