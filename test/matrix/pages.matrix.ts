import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { languages } from '#kernel/i18n/language.ts'
import { writeResult } from '#test/support/check-result.ts'
import { type Cast, galleries, pageTypes, prepareCast } from '../browser/page-types.ts'
import { desktop, findBarriers, findInvalidHtml, findOverflow, openStage, phone, type Stage } from '../browser/stage.ts'
import { findCoveredOrUnmarked } from './keyboard.ts'
import { checkWithNu } from './nu-checker.ts'

vi.setConfig({ maxConcurrency: 3 })

const placeholders = {
  untouched: '',
  started: '',
  waiting: '',
  decided: '',
  correction: '',
  entry: '',
  entered: '',
  block: '',
  batch: '',
}
const places = Object.entries(pageTypes(placeholders)).flatMap(([route, seen]) =>
  seen.map((_, index) => ({ route, index })),
)
const sniffer = readFileSync(createRequire(import.meta.url).resolve('html_codesniffer/build/HTMLCS.js'), 'utf8')
const sent = mkdtempSync(join(tmpdir(), 'wegweiser-pages-'))
const counts = { pages: 0, states: 0, focusStops: 0 }
const seenLanguages = new Set<string>()
const findings: string[] = []

let stage: Stage
let cast: Cast
let table: ReturnType<typeof pageTypes>

beforeAll(async () => {
  stage = await openStage()
  const prepared = await prepareCast(stage.town)
  cast = prepared.cast
  table = pageTypes(prepared.cases)
})
afterAll(async () => {
  await stage?.close()
  rmSync(sent, { recursive: true, force: true })
  writeResult('pages', [
    ['pages looked at', counts.pages],
    ['in the languages', [...seenLanguages].join(', ')],
    ['states looked at by axe (width, light and dark)', counts.states],
    ['stops of the Tab key', counts.focusStops],
    ['findings', findings.length],
    ...findings.map((finding): [string, string] => ['', finding]),
  ])
})

/** Line height, letters, words and paragraphs as far apart as WCAG 1.4.12 allows people to set them. */
const spacing =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }'

describe.concurrent('every page, language, width and mode', () => {
  test.each(places.flatMap((place) => languages.map((language) => ({ ...place, language }))))(
    '$route $index $language',
    async ({ route, index, language }) => {
      const { path, as } = table[route]?.[index] ?? { path: '/', as: 'guest' }
      // Our content policy keeps tools out as well; that it holds is seen by the suite.
      const { page } = await stage.open({ ...phone, as: cast[as], bypassCSP: true, colorScheme: 'light' })
      const found: string[] = []
      const note = (where: string, list: readonly string[]) => found.push(...list.map((one) => `${where}: ${one}`))
      const answer = await page.goto(`/${language}${path}`, { waitUntil: 'load' })
      const html = (await answer?.text()) ?? ''
      counts.pages += 1
      seenLanguages.add(language)
      writeFileSync(join(sent, `${counts.pages}-${language}.html`), html)
      note('html-validate', await findInvalidHtml(html))
      const isGallery = galleries.includes(route)
      note('phone, light', await look(page, isGallery))
      note('HTML_CodeSniffer', await sniff(page))
      if (!isGallery) {
        await page.setViewportSize(desktop.viewport)
        await page.emulateMedia({ colorScheme: 'dark' })
        note('desktop, dark', await look(page))
        if (language === 'de') {
          await page.emulateMedia({ colorScheme: 'light' })
          note('desktop, light', await look(page))
          const walk = await findCoveredOrUnmarked(page)
          counts.focusStops += walk.stops
          note('keyboard', walk.faults)
          await page.setViewportSize(phone.viewport)
          await page.emulateMedia({ colorScheme: 'dark' })
          note('phone, dark', await look(page))
          await page.emulateMedia({ forcedColors: 'active' })
          note('forced colours', await findOverflow(page))
        }
        await page.setViewportSize(phone.viewport)
        await page.addStyleTag({ content: spacing })
        note('text spacing', await findOverflow(page))
      }
      await page.context().close()
      findings.push(...found.map((one) => `/${language}${path}: ${one}`))
      expect(found).toEqual([])
    },
  )
})

async function look(page: Page, isGallery = false): Promise<string[]> {
  counts.states += 1
  return [...(await findOverflow(page)), ...(await findBarriers(page, isGallery ? ['landmark-unique'] : []))]
}

/** Errors of HTML_CodeSniffer against WCAG 2 AA; its warnings and notices ask a person to look. */
async function sniff(page: Page): Promise<string[]> {
  await page.evaluate(sniffer)
  // Some of its messages have no text, and it would fall over them.
  await page.evaluate(
    '{ const known = HTMLCS.getTranslation; HTMLCS.getTranslation = (key) => known.call(HTMLCS, key) ?? key }',
  )
  return page.evaluate(
    `new Promise((done) => HTMLCS.process('WCAG2AA', document, () => done(
      HTMLCS.getMessages().filter(({ type }) => type === HTMLCS.ERROR)
        .map(({ code, msg, element }) => code + ' ' + msg + ' ' + (element.outerHTML ?? '').slice(0, 200)))))`,
  )
}

test('what was sent is valid for the Nu Html Checker', async () => {
  const faults = await checkWithNu(sent)
  findings.push(...faults)
  expect(faults).toEqual([])
})
