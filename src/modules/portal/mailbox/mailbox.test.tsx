import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { v7 } from 'uuid'
import { expect, onTestFinished, test } from 'vitest'
import { publicActor, systemActor } from '#kernel/db/actor.ts'
import type { Principal } from '#kernel/http/route.ts'
import { createServer } from '#kernel/http/server.ts'
import { type Language, languages } from '#kernel/i18n/language.ts'
import { uuid } from '#kernel/ids.ts'
import { type MailInput, sendMail } from '#kernel/mail/send-mail.ts'
import { openTestKernel } from '#test/support/test-kernel.ts'
import { Visitor } from '#test/support/visitor.ts'
import { mailboxRoutes } from './routes.tsx'

const anna = 'anna.beispiel@example.ch'

async function openMailbox(mode: 'demo' | 'production', principal: Principal = { actor: publicActor }) {
  const { kernel } = await openTestKernel({ mode })
  const app = await createServer({
    kernel,
    routes: mailboxRoutes(kernel),
    permissions: { 'portal.mailbox.read': ['anyone'] },
    renderPage: (page) => `<!doctype html>${renderToString(h('html', {}, h('body', {}, page.body)))}`,
    authenticate: async () => principal,
    storeUpload: () => Promise.reject(new Error('no uploads here')),
    signInPath: () => '/sign-in',
  })
  onTestFinished(() => app.close())
  const send = (...mails: Partial<MailInput>[]) =>
    kernel.database.write(systemActor('case-mail'), async (scope) => {
      for (const mail of mails)
        sendMail(scope, { key: v7(), to: anna, language: 'de', subject: 'Neuigkeit', text: 'Guten Tag', ...mail })
    })
  const open = (path: string, language: Language = 'de') => new Visitor(app, 'portal.example', language).open(path)
  return { app, send, open }
}

const person = (partyId: string): Principal => ({
  actor: { kind: 'person', identityId: uuid(v7()), partyId: uuid(partyId), represents: [], level: 'low' },
  display: { name: 'Anna Beispiel', email: anna, level: 'low', identityId: uuid(v7()) },
})

test('in the demo a guest finds the mails to her address, with links that work', async () => {
  const { send, open } = await openMailbox('demo')
  await send(
    { subject: 'Ihr Umzug', text: 'Sehen Sie http://portal.example/cases/KRI-1.\n\n<b>Gruss</b>' },
    { to: 'eva@example.ch', subject: 'Anderes' },
  )
  const start = await open('/mailbox')
  expect(start.html).not.toContain('Ihr Umzug')
  const box = await start.follow(anna)
  expect(box.html).toContain('Ihr Umzug · 22.11.2026, 14.30 Uhr')
  expect(box.html).toContain('<a href="http://portal.example/cases/KRI-1">')
  expect(box.html).toContain('&lt;b>Gruss&lt;/b>')
  expect(box.html).not.toContain('Anderes')
  const other = await box.fill({ 'E-Mail-Adresse': 'eva@example.ch' }).submit('E-Mails ansehen')
  expect(other.html).toContain('Anderes')
  expect(other.html).not.toContain('Ihr Umzug')
})

test('a signed-in person of the demo sees what is hers at once', async () => {
  const partyId = v7()
  const { send, open } = await openMailbox('demo', person(partyId))
  await send(
    { subject: 'An die Adresse' },
    { subject: 'An die Partei', to: 'anders@example.ch', partyId: uuid(partyId) },
  )
  const box = await open('/mailbox')
  expect(box.html).toContain('An die Adresse')
  expect(box.html).toContain('An die Partei')
})

test('in operation a person sees the notices of her party and no address opens another box', async () => {
  const partyId = v7()
  const { send, open } = await openMailbox('production', person(partyId))
  await send(
    { subject: 'Mein Geschäft', partyId: uuid(partyId) },
    { subject: 'Fremdes Geschäft', partyId: uuid(v7()) },
    { subject: 'Gast' },
  )
  for (const path of ['/mailbox', `/mailbox?address=${anna}`]) {
    const box = await open(path)
    expect(box.html).toContain('Mein Geschäft')
    expect(box.html).not.toMatch(/Fremdes Geschäft|Gast|anna\.beispiel/)
  }
})

test('in operation nobody looks without signing in', async () => {
  const { app, send } = await openMailbox('production')
  await send({})
  const answer = await app.inject({ url: `/mailbox?address=${anna}`, headers: { host: 'portal.example' } })
  expect(answer.statusCode).toBe(303)
  expect(answer.headers.location).toMatch(/^\/sign-in\?next=/)
})

test('a long list goes on, and an odd place in it is the beginning', async () => {
  const { send, open } = await openMailbox('demo')
  for (let index = 0; index < 21; index += 1) await send({ subject: `Nummer ${index};` })
  const box = await open(`/mailbox?address=${anna}`)
  expect(box.html).not.toContain('Nummer 0;')
  const rest = await box.follow('Nächste')
  expect(rest.html).toContain('Nummer 0;')
  expect(rest.html).not.toContain('Nummer 20;')
  expect((await open(`/mailbox?address=${anna}&before=x`)).html).toContain('Nummer 20;')
})

test('an empty box says what to expect, in every language', async () => {
  const { open } = await openMailbox('demo')
  for (const language of languages) expect((await open('/mailbox?address=x@example.ch', language)).status).toBe(200)
  expect((await open('/mailbox?address=x@example.ch')).html).toContain('Hier ist noch nichts angekommen')
})
