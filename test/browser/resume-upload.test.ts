import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { brokenLamp } from '#test/journeys/applications.ts'
import { walk } from '#test/journeys/walk.ts'
import { phone } from './inspect.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
}, 120_000)
afterAll(() => stage.close())

test('a photo goes on where the line broke, also after a reload, and goes along with its page', {
  timeout: 60_000,
}, async () => {
  const [width, height] = [1_200, 900]
  const pixels = randomBytes(width * height * 3)
  const buffer = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
  expect(buffer.length).toBeGreaterThan(3_000_000)
  const visitor = stage.town.visitor('en')
  const step = await walk(
    await visitor.open('/en/kriens/services/schadensmeldung/apply'),
    brokenLamp.slice(0, 7),
    'Continue',
  )
  const { page, complaints } = await stage.open({ as: visitor, ...phone, locale: 'en-GB' })
  const offsets: number[] = []
  let isBroken = true
  await page.route('**/uploads/*', (route) => {
    if (route.request().method() !== 'PATCH') return route.continue()
    offsets.push(Number(route.request().headers()['upload-offset']))
    return isBroken && offsets.length > 2 ? route.abort('connectionreset') : route.continue()
  })
  await page.goto(step.path)
  const input = page.locator('input[type=file]').first()
  await input.setInputFiles({ name: 'lamp.png', mimeType: 'image/png', buffer })
  await page.getByText('The connection is broken').waitFor()
  expect(offsets.slice(0, 3)).toEqual([0, 1_000_000, 2_000_000])

  isBroken = false
  await page.reload()
  await page.getByText(/lamp\.png has arrived up to \d+ %/).waitFor()
  const before = offsets.length
  await input.setInputFiles({ name: 'lamp.png', mimeType: 'image/png', buffer })
  await page.getByText('lamp.png has arrived and goes along').waitFor()
  expect(Math.min(...offsets.slice(before))).toBe(2_000_000)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)

  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'May we call you back?' }).waitFor()
  await page.goto(step.path)
  await page.getByRole('button', { name: 'Remove lamp.png' }).waitFor()
  expect(await page.locator('.upload-list li').count()).toBe(0)
  expect(complaints.filter((text) => !/ERR_CONNECTION|Failed to load/.test(text))).toEqual([])
})
