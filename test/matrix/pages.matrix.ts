import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Language, languages } from '#kernel/i18n/language.ts'
import { writeResult } from '#test/support/check-result.ts'
import { findInvalidHtml } from '#test/support/invalid-html.ts'
import { desktop, findBarriers, findOverflow, phone } from '../browser/inspect.ts'
import { type Cast, galleries, pageTypes, prepareCast } from '../browser/page-types.ts'
import { openStage, type Stage } from '../browser/stage.ts'
import { findCoveredOrUnmarked } from './keyboard.ts'
import { checkWithNu, nuVersion } from './nu-checker.ts'

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
  dataSet: '',
  table: '',
  source: '',
  mails: { question: '', followed: '', subscriptionToConfirm: '', questionToConfirm: '' },
}
const places = Object.entries(pageTypes(placeholders)).flatMap(([route, seen]) =>
  seen.map((_, index) => ({ route, index })),
)
const load = createRequire(import.meta.url)
const versionOf = (name: string): string =>
  JSON.parse(readFileSync(load.resolve(`${name}/package.json`), 'utf8')).version
const sniffer = readFileSync(load.resolve('html_codesniffer/build/HTMLCS.js'), 'utf8')

const checkers = [
  ['axe', `axe ${versionOf('axe-core')}`],
  ['sniffer', `HTML_CodeSniffer ${versionOf('html_codesniffer')}`],
  ['validator', `html-validate ${versionOf('html-validate')}`],
  ['nu', `Nu Html Checker ${nuVersion}`],
  ['width', 'the width of the window'],
  ['keyboard', 'the Tab key'],
] as const
type Checker = (typeof checkers)[number][0]
type Finding = { readonly checker: Checker; readonly text: string }

const sent = mkdtempSync(join(tmpdir(), 'wegweiser-pages-'))
const counts = { pages: 0, axe: 0, widths: 0, walks: 0, focusStops: 0 }
const seenLanguages = new Set<string>()
const findings: Finding[] = []

let stage: Stage
let cast: Cast
let table: ReturnType<typeof pageTypes>

beforeAll(async () => {
  stage = await openStage({ isSeeded: true })
  const prepared = await prepareCast(stage.town)
  cast = prepared.cast
  table = pageTypes(prepared.cases)
})
afterAll(async () => {
  await stage?.close()
  rmSync(sent, { recursive: true, force: true })
  const count = (checker: Checker) => findings.filter((one) => one.checker === checker).length
  writeResult('pages', [
    ['pages, each language counted', counts.pages],
    ['in the languages', [...seenLanguages].sort().join(', ')],
    ['looked at by axe (phone and desktop, light and dark, menus open)', counts.axe],
    ['looked at for what is wider than the window (also with forced colours and wide text)', counts.widths],
    ['walked through with the Tab key (phone and desktop)', counts.walks],
    ['stops of the Tab key', counts.focusStops],
    ...checkers.map(([checker, name]): [string, number] => [`findings by ${name}`, count(checker)]),
    ...findings.map(({ checker, text }): [string, string] => [checker, text]),
  ])
})

/** Line height, letters, words and paragraphs as far apart as WCAG 1.4.12 allows people to set them. */
const spacing =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }'

type Note = (checker: Checker, where: string, list: readonly string[]) => void

/** Notes what is found at an address. The run is long: it is told at once. */
function noteFor(address: string): { found: readonly Finding[]; note: Note } {
  const found: Finding[] = []
  const note: Note = (checker, where, list) => {
    const noted = list.map((one) => ({ checker, text: `${address}, ${where}: ${one}` }))
    found.push(...noted)
    findings.push(...noted)
    for (const { text } of noted) process.stderr.write(`${checker}: ${text}\n`)
  }
  return { found, note }
}

describe.concurrent('every page, language, width and mode', () => {
  // One window for all languages of a place: beginning one takes as long as looking at a page.
  test.each(places)('$route $index', async ({ route, index }) => {
    const { path, as } = table[route]?.[index] ?? { path: '/', as: 'guest' }
    // Our content policy keeps tools out as well; that it holds is seen by the suite.
    const { page } = await stage.open({ ...phone, as: cast[as], bypassCSP: true, colorScheme: 'light' })
    const all: Finding[] = []
    for (const language of languages) {
      const { found, note } = noteFor(`/${language}${path}`)
      await page.setViewportSize(phone.viewport)
      await page.emulateMedia({ colorScheme: 'light' })
      const answer = await page.goto(`/${language}${path}`, { waitUntil: 'load' })
      const html = (await answer?.text()) ?? ''
      counts.pages += 1
      seenLanguages.add(language)
      writeFileSync(join(sent, `${counts.pages}-${language}.html`), html)
      note('validator', 'as sent', await findInvalidHtml(html))
      const isGallery = galleries.includes(route)
      await look(page, note, 'phone, light', isGallery ? ['landmark-unique'] : [])
      note('sniffer', 'phone', await sniff(page))
      if (!isGallery) await lookInAllModes(page, note, language)
      all.push(...found)
    }
    await page.context().close()
    expect(all).toEqual([])
  })
})

test.each(['person', 'lead'] as const)('the menu of the account, open, of a %s', async (who) => {
  const { page } = await stage.open({ ...phone, as: cast[who], bypassCSP: true })
  const { found, note } = noteFor(`/fr/account as ${who}`)
  await page.goto('/fr/account', { waitUntil: 'load' })
  await openMenus(page, '.shell-account')
  for (const { viewport } of [phone, desktop]) {
    await page.setViewportSize(viewport)
    // It lies above links, which are free again once it is closed.
    await look(page, note, 'menu of the account', ['target-size'])
  }
  await page.context().close()
  expect(found).toEqual([])
})

/** Both widths, light and dark; what does not depend on the language, in German only. */
async function lookInAllModes(page: Page, note: Note, language: Language): Promise<void> {
  await page.setViewportSize(desktop.viewport)
  await page.emulateMedia({ colorScheme: 'dark' })
  await look(page, note, 'desktop, dark')
  if (language === 'de') {
    await page.emulateMedia({ colorScheme: 'light' })
    await look(page, note, 'desktop, light')
    await walk(page, note, 'desktop')
    await page.setViewportSize(phone.viewport)
    await walk(page, note, 'phone')
    await page.emulateMedia({ colorScheme: 'dark' })
    await openMenus(page, 'details:not(.shell-account)')
    await look(page, note, 'phone, dark, menus open')
    await page.emulateMedia({ forcedColors: 'active' })
    await measure(page, note, 'forced colours')
    await page.emulateMedia({ forcedColors: 'none' })
  }
  await page.setViewportSize(phone.viewport)
  await page.addStyleTag({ content: spacing })
  await measure(page, note, 'text spacing')
}

function openMenus(page: Page, which: string): Promise<void> {
  return page.evaluate((selector) => {
    for (const menu of document.querySelectorAll(selector)) menu.setAttribute('open', '')
  }, which)
}

async function look(page: Page, note: Note, where: string, without: readonly string[] = []): Promise<void> {
  counts.axe += 1
  note('axe', where, await findBarriers(page, without))
  await measure(page, note, where)
}

async function measure(page: Page, note: Note, where: string): Promise<void> {
  counts.widths += 1
  note('width', where, await findOverflow(page))
}

async function walk(page: Page, note: Note, where: string): Promise<void> {
  const { stops, faults } = await findCoveredOrUnmarked(page)
  counts.walks += 1
  counts.focusStops += stops
  note('keyboard', where, faults)
}

/**
 * Errors of HTML_CodeSniffer against WCAG 2 AA; its warnings and notices ask a person to look. Of fields for addresses it says that
 * `autocomplete="url"` belongs into a field for e-mail: it has the two kinds exchanged (HTML, «Autofill», group «URL»).
 */
async function sniff(page: Page): Promise<string[]> {
  await page.evaluate(sniffer)
  // Some of its messages have no text, and it would fall over them.
  await page.evaluate(
    '{ const known = HTMLCS.getTranslation; HTMLCS.getTranslation = (key) => known.call(HTMLCS, key) ?? key }',
  )
  return page.evaluate(
    `new Promise((done) => HTMLCS.process('WCAG2AA', document, () => done(
      HTMLCS.getMessages().filter(({ type }) => type === HTMLCS.ERROR)
        .filter(({ msg, element }) => !(msg === '1_3_5_H98.InvalidAutoComplete_Url' && element.matches('input[type=url][autocomplete=url]')))
        .map(({ code, msg, element }) => code + ' ' + msg + ' ' + (element.outerHTML ?? '').slice(0, 200)))))`,
  )
}

test('what was sent is valid for the Nu Html Checker', async () => {
  const faults = await checkWithNu(sent)
  findings.push(...faults.map((text): Finding => ({ checker: 'nu', text })))
  expect(faults).toEqual([])
})
