import { v7 } from 'uuid'
import type { SystemActor } from '../db/actor.ts'
import type { WriteScope } from '../db/scope.ts'
import { UnprocessableError } from '../http/errors.ts'
import type { Language } from '../i18n/language.ts'
import type { PartyId } from '../ids.ts'
import { isMailAddress, oneLine } from './mail-text.ts'

export type MailInput = {
  /** Names what the mail is about and makes it happen once, such as `case/{id}/received`. No personal data: it goes into jobs. */
  key: string
  to: string
  language: Language
  subject: string
  /** Plain text, paragraphs apart by an empty line. Addresses become links in the HTML twin; the footer is added when it is sent. */
  text: string
  /** Whose mailbox shows it. */
  partyId?: PartyId
  /** The case it is about: erased together with it. */
  aboutId?: string
  /** Where mails of this kind are ended without a sign-in, for the button of mail programs (RFC 8058). */
  endingUrl?: string
}

/**
 * Writes a mail in the running transaction and asks for its sending afterwards. It says that there is something to look at, not what: who
 * shares a mailbox should learn nothing. A second mail with the same key is not written. Only the program writes mails.
 *
 * Throws `UnprocessableError` for what is no single mail address.
 */
export function sendMail(scope: WriteScope<SystemActor>, mail: MailInput): void {
  if (!isMailAddress(mail.to))
    throw new UnprocessableError('not a mail address', { userMessage: 'kernel.mail.no_address' })
  const row = {
    id: v7(),
    key: mail.key,
    party_id: mail.partyId ?? null,
    about_id: mail.aboutId ?? null,
    to_address: mail.to,
    language: mail.language,
    subject: oneLine(mail.subject),
    body_text: mail.text,
    ending_url: mail.endingUrl ?? null,
    created_at: scope.now(),
  }
  // Without naming the key: a named one would ask for the right to read.
  scope.write(
    scope.db
      .insertInto('kernel.mails')
      .values(row)
      .onConflict((conflict) => conflict.doNothing()),
  )
  scope.enqueue('kernel.send_mail', { payload: { key: mail.key } })
}

/** Removes what was written to people about a case; belongs to erasing it. Needs the purpose `mail` or `erasure`. */
export function eraseMailsAbout(scope: WriteScope, aboutId: string): void {
  scope.write(scope.db.deleteFrom('kernel.mails').where('about_id', '=', aboutId))
}
