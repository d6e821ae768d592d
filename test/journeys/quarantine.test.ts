import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { eicar, type FakeClamd, startFakeClamd } from '#test/support/fake-clamd.ts'
import { openTown, type Town } from '#test/support/town.ts'
import type { Attachment, Page } from '#test/support/visitor.ts'
import { brokenLamp } from './applications.ts'
import { pdf } from './attachments.ts'
import { sentOn, walk } from './walk.ts'

const start = '/en/kriens/services/schadensmeldung/apply'

async function startScannedTown(): Promise<{ town: Town; clamd: FakeClamd }> {
  const clamd = await startFakeClamd()
  const { host, port } = clamd.address
  const town = await openTown(undefined, undefined, { WEGWEISER_CLAMD: `${host}:${port}` })
  onTestFinished(async () => {
    await town.close()
    await clamd.close()
  })
  return { town, clamd }
}

/** Hands in a damage report with its photo. */
async function report(town: Town, answers = brokenLamp): Promise<{ own: Page; number: string }> {
  const contact = await walk(await town.visitor('en').open(start), answers, 'Continue')
  const sent = await (await contact.submit('Continue')).submit('Send now')
  return { own: await sent.follow('Follow the case'), number: sentOn(sent).number }
}

test('files wait for the scanner, people do not; what is infected is gone, in words on both sides', async () => {
  const { town, clamd } = await startScannedTown()
  clamd.mode = 'rude'
  const { own, number } = await report(town)
  expect(own.text).toContain('lamp.png')
  expect(own.text).toContain('Check pending')
  const clerk = await town.signIn({ role: 'clerk', authority: 'kriens' }, 'en')
  const [row] = await town.query<{ file_id: string }>(
    'select file_id from egovernment.case_files order by at desc limit 1',
  )
  const address = `/desk/cases/${number}/files/${row?.file_id}`
  await town.jobs.drain()
  const closed = await clerk.open(`/en${address}`)
  expect([closed.status, closed.text.includes('still being checked')]).toEqual([409, true])
  expect((await clerk.open(`/en${address}/pages/1`)).status).toBe(409)
  expect((await clerk.open(`/en/desk/cases/${number}`)).text).toContain('Check pending')

  clamd.mode = 'well'
  town.clock.advance(300_000)
  await town.query(
    `insert into kernel.outbox (id, kind, name, payload, at) values (uuidv7(), 'job', 'kernel.check_due_files', '{}', now())`,
  )
  await town.jobs.drain()
  expect((await clerk.open(`/en${address}`)).bytes.subarray(1, 4).toString('latin1')).toBe('PNG')
  const page = await clerk.open(`/en/desk/cases/${number}`)
  const picture = page.document.querySelector('.page-pictures img')
  expect(picture?.getAttribute('alt')).toBe('lamp.png, page 1 of 1')
  const preview = await clerk.open(picture?.getAttribute('src') ?? '')
  expect(preview.headers).toMatchObject({ 'content-type': 'image/webp', 'cache-control': 'no-store' })
  expect(await sharp(preview.bytes).metadata()).toMatchObject({ format: 'webp' })

  const virus: Attachment = { ...pdf('invoice.pdf'), content: Buffer.concat([pdf('x').content, eicar]) }
  const written = await own
    .fill({ 'Your message': 'See the invoice.', 'Attach files': virus })
    .submit('Send the message')
  expect(written.text).toContain('Your message has arrived.')
  await town.jobs.drain()
  const [desk, theirs] = [await clerk.open(`/en/desk/cases/${number}`), await own.visitor.open(`/en/cases/${number}`)]
  for (const one of [desk, theirs]) expect(one.text).toContain('Deleted: malware was found in this file.')
  expect(desk.text).toContain('Malware found in a file, file deleted')
  expect(theirs.text).toContain('Malware was found in a file, and the file was deleted.')
  expect(town.logs.join()).toContain('malware found in a file')
})
