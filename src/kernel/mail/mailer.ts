import { createTransport } from 'nodemailer'
import type { Settings } from '../config/settings.ts'

export type OutgoingMail = {
  /** Stays the same when the mail is sent again, so that mailboxes can tell. */
  id: string
  to: string
  subject: string
  text: string
  html: string
  /** Where mails of this kind are ended, by a POST of the mail program. */
  endingUrl?: string
}

export type Mailer = {
  /** `refused`: the mail server will never take it. Throws when it is away or asks to come back later. */
  send(mail: OutgoingMail): Promise<'sent' | 'refused'>
  close(): void
}

// Well below the time a job's transaction may stand idle.
const timeouts = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 20_000, dnsTimeout: 5_000 }

/** The way to the mail server, a few connections at most; undefined where none is set: mails then stay in the database. */
export function createMailer(settings: Pick<Settings, 'smtpUrl' | 'mailFrom' | 'origin'>): Mailer | undefined {
  if (settings.smtpUrl === undefined) return undefined
  const url = new URL(settings.smtpUrl)
  const transport = createTransport({
    host: url.hostname,
    port: url.port === '' ? (url.protocol === 'smtps:' ? 465 : 587) : Number(url.port),
    secure: url.protocol === 'smtps:',
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    pool: true,
    maxConnections: 3,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...timeouts,
  })
  const domain = new URL(settings.origin).hostname
  return {
    async send(mail) {
      try {
        await transport.sendMail({
          from: settings.mailFrom,
          to: { name: '', address: mail.to },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: `<${mail.id}@${domain}>`,
          // RFC 3834: no holiday replies to a program.
          headers: { 'Auto-Submitted': 'auto-generated', ...endingHeaders(mail.endingUrl) },
        })
        return 'sent'
      } catch (error) {
        if (isRefusal(error)) return 'refused'
        throw asMailServerError(error)
      }
    },
    close: () => transport.close(),
  }
}

/** RFC 2369 and RFC 8058: mail programs show a button that ends mails of this kind at once. */
function endingHeaders(url: string | undefined): Record<string, string> {
  if (url === undefined) return {}
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

/** The mail server is away, or asks to come back later. */
export class MailServerError extends Error {
  override name = 'MailServerError'
}

/** Says what kind of fault it was, and nothing of what the server said: it likes to repeat the address, and this goes into the log. */
function asMailServerError(error: unknown): MailServerError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const status = error instanceof Error && 'responseCode' in error ? ` ${Number(error.responseCode)}` : ''
  return new MailServerError(`a mail was not taken: ${code}${status}`)
}

/** A permanent no to this addressee or message; faults of connection and sign-in are ours to mend and tried again. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  const status = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0
  return (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') && status >= 500
}
