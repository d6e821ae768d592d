import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { readSettings } from '#kernel/config/settings.ts'

/** Takes the pictures of the README from a running demo: `npm start`, then `node --import tsx test/support/pictures.ts`. Run by hand. */
const settings = readSettings(process.env)
const credentials: { people: { role: string; authority: string | null; signInUrl: string }[] } = JSON.parse(
  readFileSync(join(settings.dataFolder, 'demo', 'credentials.json'), 'utf8'),
)
const clerk = credentials.people.find(({ role, authority }) => role === 'clerk' && authority === 'kriens')
if (!clerk) throw new Error('the demo has no clerk of Kriens')

const folder = join(import.meta.dirname, '../../docs/pictures')
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking'],
})
try {
  const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'de-CH' })
  await phone.goto(settings.origin, { waitUntil: 'networkidle' })
  await phone.screenshot({ path: join(folder, 'home-phone.png') })

  const desk = await browser.newPage({ viewport: { width: 1280, height: 844 }, locale: 'de-CH' })
  await desk.goto(clerk.signInUrl)
  await desk.goto(`${settings.origin}/desk/inbox?tab=all`)
  await desk.locator('.desk-rows a').nth(3).click()
  await desk.waitForLoadState('networkidle')
  await desk.screenshot({ path: join(folder, 'desk.png') })
} finally {
  await browser.close()
}
