import { expect, test } from 'vitest'
import { startTown, type Town } from '#test/support/town.ts'
import type { Page, Visitor } from '#test/support/visitor.ts'
import { brokenLamp } from './applications.ts'
import { sentOn, walk } from './walk.ts'

const start = '/en/kriens/services/schadensmeldung/apply'

async function toReview(visitor: Visitor): Promise<Page> {
  const page = await walk(await visitor.open(start), brokenLamp, 'Continue')
  expect(page.heading).toBe('Where may we send our answer?')
  return page.submit('Continue')
}

async function countCases(town: Town): Promise<number> {
  const [row] = await town.query<{ n: number }>('select count(*)::int as n from egovernment.cases')
  return row?.n ?? 0
}

test('somebody without name or address reports a lamp, in English, with its place and a photo', async () => {
  const town = await startTown()
  const page = await toReview(town.visitor('en'))
  expect(page.heading).toBe('Is everything correct?')
  for (const text of ['Lighting', 'Beispielplatz, by the fountain', 'lamp.png', '21.11.2026', 'no address given'])
    expect(page.text).toContain(text)
  const sent = await page.submit('Send now')
  expect(sent.heading).toBe('Your submission has arrived')
  const own = await sent.follow('Follow the case')
  expect(own.text).toContain('Report damage')
  expect((await own.follow('lamp.png')).bytes.subarray(1, 4).toString('latin1')).toBe('PNG')
  const desk = await (await town.signIn({ role: 'clerk', authority: 'kriens' })).open(
    `/desk/cases/${sentOn(sent).number}`,
  )
  expect(desk.text).toContain('The lamp hangs by its cable.')
})

test('what was begun on the phone is sent from the desktop, by a link that works once', async () => {
  const town = await startTown()
  const [phone, desktop] = [town.visitor('en'), town.visitor('en')]
  const page = await walk(await phone.open(start), brokenLamp.slice(0, 5), 'Continue')
  const made = await (await page.follow('Continue later')).submit('Make a link')
  const link = new URL(made.document.querySelector('main code')?.textContent ?? '').pathname
  const taken = await (await desktop.open(link)).submit('Go on')
  expect(taken.text).toContain('You go on here from where you stopped on the other device.')
  const review = await (await walk(taken, brokenLamp.slice(5), 'Continue')).submit('Continue')
  expect(review.text).toContain('Beispielplatz, by the fountain')
  expect((await review.submit('Send now')).heading).toBe('Your submission has arrived')
  expect((await (await town.visitor('en').open(link)).submit('Go on')).status).toBe(404)
})

test('sending twice makes one case, by double click and by going back', async () => {
  const town = await startTown()
  const before = await countCases(town)
  const review = await toReview(town.visitor('en'))
  const [one, two] = await Promise.all([review.submit('Send now'), review.submit('Send now')])
  expect(sentOn(one)).toEqual(sentOn(two))
  expect(sentOn(await review.submit('Send now'))).toEqual(sentOn(one))
  expect(await countCases(town)).toBe(before + 1)
})

test('whoever has reported one damage can report another from the same browser', async () => {
  const town = await startTown()
  const visitor = town.visitor('en')
  const [first, second] = [
    sentOn(await (await toReview(visitor)).submit('Send now')),
    sentOn(await (await toReview(visitor)).submit('Send now')),
  ]
  expect(second.number).not.toBe(first.number)
})

test('steps cannot be skipped, by address or by posting', async () => {
  const town = await startTown()
  const before = await countCases(town)
  const visitor = town.visitor('en')
  for (const step of ['place', 'review', 'review/contact', 'review/sent']) {
    const page = await visitor.open(`${start}/${step}`)
    expect([page.status, page.heading], step).toEqual([200, 'What is damaged?'])
  }
  for (const step of ['place', 'review']) {
    const page = await visitor.post(`${start}/${step}`, 'place.text=Somewhere', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(page.status, step).toBe(409)
  }
  expect(await countCases(town)).toBe(before)
})
