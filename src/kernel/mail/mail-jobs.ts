import { isLanguage } from '../i18n/language.ts'
import type { Kernel } from '../kernel.ts'
import type { JobHandler } from '../module.ts'
import { mailHtml } from './mail-text.ts'
import { createMailer, type Mailer } from './mailer.ts'

const day = 24 * 3_600_000
const resendBatch = 500
/** How long the address of a sent mail is kept, and how long a notice stays in its party's mailbox. */
const [addressDays, noticeDays] = [7, 365]

const mailers = new WeakMap<Kernel, Mailer | undefined>()

/** One mailer per process, made when the first mail leaves. */
function mailerOf(kernel: Kernel): Mailer | undefined {
  if (!mailers.has(kernel)) mailers.set(kernel, createMailer(kernel.settings))
  return mailers.get(kernel)
}

/** Closes the connections to the mail server; belongs to stopping the process. */
export function closeMailer(kernel: Kernel): void {
  mailers.get(kernel)?.close()
  mailers.delete(kernel)
}

/**
 * Job: sends one mail. Its row stays locked meanwhile, so that it leaves once; where no mail server is set it stays for the mailbox page.
 * A server that is away makes the job fail and be tried again.
 */
export const deliverMail: JobHandler = async (scope, { payload, kernel }) => {
  const mailer = mailerOf(kernel)
  if (!mailer) return
  const mail = await scope.db
    .selectFrom('kernel.mails')
    .select(['id', 'to_address', 'language', 'subject', 'body_text', 'ending_url'])
    .where('key', '=', String(payload.key))
    .where('sent_at', 'is', null)
    .where('refused_at', 'is', null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!mail || mail.to_address === null) return

  const language = isLanguage(mail.language) ? mail.language : 'de'
  const footer = kernel.translators[language]('kernel.mail.footer', { origin: kernel.settings.origin })
  const outcome = await mailer.send({
    id: mail.id,
    to: mail.to_address,
    subject: mail.subject,
    text: `${mail.body_text.trim()}\n\n-- \n${footer}\n`,
    html: mailHtml({ subject: mail.subject, text: mail.body_text, footer, language }),
    ...(mail.ending_url !== null && { endingUrl: mail.ending_url }),
  })
  if (outcome === 'refused') kernel.log.warn('mail refused', { mail: mail.id })
  const at = scope.now()
  const seen = outcome === 'sent' ? { sent_at: at } : { refused_at: at }
  scope.write(scope.db.updateTable('kernel.mails').set(seen).where('id', '=', mail.id))
}

/** Job: asks again for mails that are still waiting after the queue gave up, for a week: a server that is away for a day loses none. */
export const resendMails: JobHandler = async (scope, { kernel }) => {
  if (!mailerOf(kernel)) return
  const now = scope.now().getTime()
  const waiting = await scope.db
    .selectFrom('kernel.mails')
    .select('key')
    .where('sent_at', 'is', null)
    .where('refused_at', 'is', null)
    .where('created_at', '<', new Date(now - 3_600_000))
    .where('created_at', '>', new Date(now - addressDays * day))
    .orderBy('created_at')
    .limit(resendBatch)
    .execute()
  for (const { key } of waiting) scope.enqueue('kernel.send_mail', { payload: { key } })
}

/**
 * Job, in production: a week after a mail was written its address goes, and the whole mail where nobody has a mailbox that shows it; notices
 * stay a year. The demo keeps all.
 */
export const tidyMails: JobHandler = async (scope, { kernel }) => {
  if (kernel.settings.mode === 'demo') return
  const before = (days: number) => new Date(scope.now().getTime() - days * day)
  const old = scope.db.deleteFrom('kernel.mails').where('created_at', '<', before(noticeDays))
  const unseen = scope.db
    .deleteFrom('kernel.mails')
    .where('created_at', '<', before(addressDays))
    .where('party_id', 'is', null)
  const addressed = scope.db
    .updateTable('kernel.mails')
    .set({ to_address: null })
    .where('created_at', '<', before(addressDays))
    .where('to_address', 'is not', null)
  for (const statement of [old, unseen, addressed]) scope.write(statement)
}
