import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { v7 } from 'uuid'
import { expect, onTestFinished, test } from 'vitest'
import { asOwner } from '#test/support/test-database.ts'
import { openTestKernel, type TestKernel } from '#test/support/test-kernel.ts'
import { publicActor, systemActor } from '../db/actor.ts'
import { UnprocessableError } from '../http/errors.ts'
import { uuid } from '../ids.ts'
import type { JobHandler } from '../module.ts'
import { listAddresses, listMails } from './list-mails.ts'
import { closeMailer, deliverMail, resendMails, tidyMails } from './mail-jobs.ts'
import { eraseMailsAbout, type MailInput, sendMail } from './send-mail.ts'

const program = systemActor('mail')
const mail: MailInput = {
  key: 'case/1/received',
  to: 'anna@example.ch',
  language: 'de',
  subject: 'Ihr Umzug ist bei uns angekommen',
  text: 'Guten Tag\n\nWir haben Ihre Meldung: https://portal.example/cases/KRI-1',
}

type Received = { from: string; to: string[]; content: string }

/** A mail server of this test; `answers` may refuse. */
async function startMailServer(answers: Pick<SMTPServerOptions, 'onRcptTo'> = {}) {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    ...answers,
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope
      const from = mailFrom === false ? '' : mailFrom.address
      text(stream).then((content) => {
        received.push({ from, to: rcptTo.map(({ address }) => address), content })
        done()
      }, done)
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const address: AddressInfo | string | null = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { received, smtpUrl: `smtp://127.0.0.1:${address.port}` }
}

async function openMail(settings: Parameters<typeof openTestKernel>[0] = {}) {
  const opened = await openTestKernel(settings)
  onTestFinished(() => closeMailer(opened.kernel))
  return opened
}

const write = ({ kernel }: TestKernel, ...mails: MailInput[]) =>
  kernel.database.write(systemActor('case-mail'), async (scope) => {
    for (const one of mails) sendMail(scope, one)
  })

const run = ({ kernel }: TestKernel, handler: JobHandler, payload = {}) =>
  kernel.database.write(program, (scope) => handler(scope, { key: 'test', payload, kernel }))

const rows = ({ urls }: TestKernel) =>
  asOwner(
    urls,
    'select key, to_address as address, subject, sent_at is not null as sent, refused_at is not null as refused from kernel.mails order by id',
  )

test('a mail is written once, and sent as text with an HTML twin and footer', async () => {
  const { received, smtpUrl } = await startMailServer()
  const town = await openMail({ smtpUrl })
  await write(
    town,
    mail,
    { ...mail, subject: 'again' },
    { ...mail, key: 'news', endingUrl: 'https://portal.example/of/x' },
  )
  for (const _time of [1, 2]) await run(town, deliverMail, { key: mail.key })
  expect(received).toHaveLength(1)
  await run(town, deliverMail, { key: 'news' })
  expect(received[1]?.content).toMatch(/^List-Unsubscribe: <https:\/\/portal\.example\/of\/x>\r$/m)
  expect(received[1]?.content).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
  expect(received[0]?.content).not.toContain('List-Unsubscribe')
  const [{ from, to, content } = { from: '', to: [], content: '' }] = received
  expect({ from, to }).toEqual({ from: 'noreply@wegweiser.example', to: ['anna@example.ch'] })
  expect(content).toMatch(/^Subject: Ihr Umzug ist bei uns angekommen\r$/m)
  expect(content).toMatch(/^Auto-Submitted: auto-generated\r$/m)
  expect(content).toContain('Content-Type: text/plain')
  expect(content).toContain('Content-Type: text/html')
  expect(content).toContain('Passw=C3=B6rtern')
  expect(await rows(town)).toMatchObject([{ key: mail.key, sent: true, refused: false }, { sent: true }])
})

test('two workers at once send a mail once', async () => {
  const { received, smtpUrl } = await startMailServer()
  const town = await openMail({ smtpUrl })
  await write(town, mail)
  await Promise.all([1, 2, 3].map(() => run(town, deliverMail, { key: mail.key })))
  expect(received).toHaveLength(1)
})

test('line breaks in what people wrote add no header and no addressee', async () => {
  const { received, smtpUrl } = await startMailServer()
  const town = await openMail({ smtpUrl })
  await write(town, {
    ...mail,
    subject: 'Ihr Fall\r\nBcc: eva@example.ch\r\nX-Evil: 1\r\n\r\nText',
    text: '.\r\nQUIT\r\n.',
  })
  await run(town, deliverMail, { key: mail.key })
  expect(received[0]?.to).toEqual(['anna@example.ch'])
  const [headers = ''] = received[0]?.content.split('\r\n\r\n') ?? []
  expect(headers).not.toMatch(/^(?:Bcc|X-Evil):/im)
  for (const to of ['a@b.ch, c@d.ch', 'a@b.ch\r\nBcc: c@d.ch', 'Anna <a@b.ch>', ''])
    await expect(write(town, { ...mail, to })).rejects.toThrow(UnprocessableError)
})

test('a mail server that is away loses no mail', async () => {
  const { received, smtpUrl } = await startMailServer()
  const away = await openMail({ smtpUrl: 'smtp://127.0.0.1:9' })
  await write(away, mail)
  await expect(run(away, deliverMail, { key: mail.key })).rejects.toThrow(/ECONN|ESOCKET/)
  expect(await rows(away)).toMatchObject([{ sent: false, refused: false }])

  const back = { ...away, kernel: { ...away.kernel, settings: { ...away.kernel.settings, smtpUrl } } }
  onTestFinished(() => closeMailer(back.kernel))
  away.clock.advance(2 * 3_600_000)
  await asOwner(away.urls, 'delete from kernel.outbox')
  await run(back, resendMails)
  const asked = await asOwner<{ payload: { key: string } }>(away.urls, 'select payload from kernel.outbox')
  expect(asked).toEqual([{ payload: { key: mail.key } }])
  await run(back, deliverMail, asked[0]?.payload)
  expect(received).toHaveLength(1)
})

test('a server that says later is asked again, one that says never is not, and no address gets into the fault', async () => {
  const answer = (status: number) => (_address: unknown, _session: unknown, done: (error?: Error) => void) =>
    done(Object.assign(new Error('<anna@example.ch> no'), { responseCode: status }))
  const later = await openMail({ smtpUrl: (await startMailServer({ onRcptTo: answer(451) })).smtpUrl })
  await write(later, mail)
  const attempt = run(later, deliverMail, { key: mail.key })
  await expect(attempt).rejects.toThrow('a mail was not taken: EENVELOPE 451')
  expect(await rows(later)).toMatchObject([{ sent: false, refused: false }])

  const never = await openMail({ smtpUrl: (await startMailServer({ onRcptTo: answer(550) })).smtpUrl })
  await write(never, mail)
  await run(never, deliverMail, { key: mail.key })
  expect(await rows(never)).toMatchObject([{ sent: false, refused: true }])
  expect(never.logged.join()).toContain('mail refused')
  expect(never.logged.join()).not.toContain('anna@example.ch')
})

test('without a mail server mails wait in the mailbox, newest first, a page at a time', async () => {
  const town = await openMail()
  const partyId = uuid<'party'>(v7())
  await write(town, { ...mail, key: 'other', to: 'eva@example.ch' })
  for (let index = 0; index < 25; index += 1)
    await write(town, { ...mail, key: `n/${index}`, subject: `Nachricht ${index}`, ...(index % 2 ? { partyId } : {}) })
  await run(town, deliverMail, { key: 'n/1' })

  const first = await town.kernel.database.read(program, (scope) => listMails(scope, { address: mail.to }))
  expect(first.mails.map(({ subject }) => subject)).toEqual(
    Array.from({ length: 20 }, (_, index) => `Nachricht ${24 - index}`),
  )
  const rest = await town.kernel.database.read(program, (scope) =>
    listMails(scope, { address: mail.to, ...(first.next ? { before: first.next } : {}) }),
  )
  expect(rest).toMatchObject({
    mails: [{ subject: 'Nachricht 4' }, {}, {}, {}, { subject: 'Nachricht 0' }],
    next: undefined,
  })
  expect(await town.kernel.database.read(program, listAddresses)).toEqual(['anna@example.ch', 'eva@example.ch'])
})

test('a person sees the notices of her party and nothing else, nobody else any', async () => {
  const town = await openMail()
  const [mine, other] = [uuid<'party'>(v7()), uuid<'party'>(v7())]
  await write(town, { ...mail, key: 'a', partyId: mine }, { ...mail, key: 'b', partyId: other }, { ...mail, key: 'c' })
  const person = {
    kind: 'person',
    identityId: uuid<'identity'>(v7()),
    partyId: mine,
    represents: [],
    level: 'low',
  } as const
  const seen = (actor: Parameters<typeof town.kernel.database.read>[0]) =>
    town.kernel.database.read(actor, (scope) => scope.db.selectFrom('kernel.mails').select('key').execute())
  expect(await seen(person)).toEqual([{ key: 'a' }])
  expect(await seen(publicActor)).toEqual([])
  expect(await seen(systemActor('submission'))).toEqual([])
  expect(await seen(program)).toHaveLength(3)
})

test('in production addresses go after a week, mails without a mailbox with them, and notices after a year', async () => {
  const town = await openMail({ mode: 'production' })
  const notice = { ...mail, key: 'notice', partyId: uuid<'party'>(v7()) }
  await write(town, mail, notice)
  await run(town, tidyMails)
  expect(await rows(town)).toHaveLength(2)
  town.clock.advance(8 * 24 * 3_600_000)
  await write(town, { ...mail, key: 'new' })
  await run(town, tidyMails)
  expect(await rows(town)).toMatchObject([
    { key: 'notice', address: null },
    { key: 'new', address: mail.to },
  ])
  town.clock.advance(366 * 24 * 3_600_000)
  await run(town, tidyMails)
  expect(await rows(town)).toEqual([])
})

test('the demo keeps all mails', async () => {
  const town = await openMail()
  await write(town, mail)
  town.clock.advance(400 * 24 * 3_600_000)
  await run(town, tidyMails)
  expect(await rows(town)).toMatchObject([{ address: mail.to }])
})

test('erasing a case takes the mails about it', async () => {
  const town = await openMail()
  const aboutId = v7()
  await write(town, { ...mail, key: 'a', aboutId }, { ...mail, key: 'b' })
  await town.kernel.database.write(systemActor('erasure'), async (scope) => eraseMailsAbout(scope, aboutId))
  expect(await rows(town)).toMatchObject([{ key: 'b' }])
})
