import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createTranslators } from '#kernel/i18n/catalogue.ts'
import { languages } from '#kernel/i18n/language.ts'
import { exampleDecision, exampleMessage, exampleReceipt } from './example-letters.ts'
import { readFamilies } from './fonts.ts'
import type { LetterInput } from './letter-data.ts'
import { createLetters, type LettersOptions } from './letters.ts'
import { matterhornFaults } from './matterhorn.ts'
import { type PdfFacts, readPdf } from './read-pdf.ts'
import { createMakeShowable } from './showable-text.ts'

const translators = createTranslators([
  { prefix: 'kernel', folder: fileURLToPath(new URL('../messages', import.meta.url)) },
])
const templates = fileURLToPath(new URL('../../../content/letters', import.meta.url))
const letters = createLetters({ translators })
afterAll(() => letters.close())

const examples: LetterInput[] = [exampleReceipt, exampleDecision, exampleMessage]
const standards = ['ua-1', 'a-2a'] as const
const everyLetter = examples.flatMap((example) =>
  languages.flatMap((language) => standards.map((standard): LetterInput => ({ ...example, language, standard }))),
)

async function read(input: LetterInput): Promise<PdfFacts> {
  return readPdf((await letters.renderLetter(input)).pdf)
}

/** Text without white space and hyphens, as lines are broken anywhere. */
const bare = (text: string): string => text.replace(/[\s\u00ad-]/g, '')
const textOf = (facts: PdfFacts): string => bare(facts.runs.join(''))
const messageWith = (body: string): LetterInput => ({ ...exampleMessage, data: { ...exampleMessage.data, body } })

test.each(everyLetter)('$template, $language, $standard: tagged, with title, language and standard', async (input) => {
  const { pdf } = await letters.renderLetter(input)
  if (input.standard === 'ua-1') expect(matterhornFaults(pdf)).toEqual([])
  const facts = readPdf(pdf)
  expect(facts.isMarked).toBe(true)
  expect(facts.language).toBe(`${input.language}-CH`)
  expect(facts.title).toContain(input.template === 'receipt' ? input.data.caseNumber : input.data.subject)
  expect(facts.structure).toMatchObject({ Document: 1, H1: 1 })
  expect(facts.metadata.includes('<pdfuaid:part>1<')).toBe(input.standard === 'ua-1')
  expect(facts.showsTitle).toBe(input.standard === 'ua-1')
  expect(/<pdfaid:part>2<.*<pdfaid:conformance>A</.test(facts.metadata)).toBe(input.standard === 'a-2a')
  expect(textOf(facts)).toContain(bare(translators[input.language]('kernel.letters.demo')))
})

// Poppler is another reader's view of the same file; where it is installed it must agree with ours.
test.each(examples)('pdfinfo sees a tagged file of the standard: $template', async (input) => {
  const { pdf } = await letters.renderLetter(input)
  const facts = readPdf(pdf)
  const seen = pdfinfo(pdf) ?? `Title: ${facts.title}\nTagged: ${facts.isMarked ? 'yes' : 'no'}\nPages: ${facts.pages}`
  expect(seen).toMatch(new RegExp(`^Title: +${facts.title}$`, 'm'))
  expect(seen).toMatch(/^Tagged: +yes$/m)
  expect(seen).toMatch(new RegExp(`^Pages: +${facts.pages}$`, 'm'))
})

function pdfinfo(pdf: Uint8Array): string | undefined {
  try {
    return execFileSync('pdfinfo', ['-'], { input: pdf, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] })
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return undefined
    throw fault
  }
}

test('the same letter is the same file, from another process too', async () => {
  const other = createLetters({ translators })
  for (const input of examples) {
    const first = await letters.renderLetter(input)
    expect(Buffer.from((await letters.renderLetter(input)).pdf).equals(first.pdf)).toBe(true)
    expect(Buffer.from((await other.renderLetter(input)).pdf).equals(first.pdf)).toBe(true)
  }
  other.close()
})

test('the file carries the date of the letter, not of the clock', async () => {
  expect((await read(exampleReceipt)).creationDate).toBe('D:20261122133005Z')
  expect((await read(exampleDecision)).creationDate).toBe('D:20261122000000Z')
})

test('a receipt shows who sent what to whom and when, and how to check it', async () => {
  const facts = await read(exampleReceipt)
  const text = textOf(facts)
  const { data } = exampleReceipt
  const file = data.files[0]
  for (const part of [
    data.authority.name,
    data.caseNumber,
    data.service,
    '22.11.2026, 14.30.05 Uhr (UTC+01:00)',
    data.receivedAt,
    data.filedBy.name,
    data.hash,
    data.checkUrl,
    data.caseUrl,
    'Žofia Łącka-Beispiel',
    'Stockwerk und Wohnungsnummer keine Angabe',
    `${file?.name} ${file?.sha256} 482.1 kB`,
    data.next[0] ?? '',
  ])
    expect(text).toContain(bare(part))
  expect(facts.structure).toMatchObject({ Table: 3, THead: 3, Link: 2 })
})

test('a decision shows what was decided, why, and what one can do against it', async () => {
  const text = textOf(await read(exampleDecision))
  const { data } = exampleDecision
  const parts = [
    ...data.recipient,
    'Eröffnet am 22.11.2026',
    data.subject,
    data.salutation,
    ...data.decision,
    data.reasons,
    `Rechtsmittelbelehrung ${data.remedies.text} Frist 20 Tage seit der Eröffnung`,
    ...data.remedies.filedWith,
    'Petra Probe',
    ...data.enclosures,
    ...data.copies,
  ]
  for (const part of parts) expect(text).toContain(bare(part))
})

test('without demo nothing says demo', async () => {
  const facts = await read({ ...exampleMessage, data: { ...exampleMessage.data, isDemo: false } })
  expect(textOf(facts)).not.toContain('Demo')
})

test('a long table runs over pages, all answers are there, and its header is read out once', async () => {
  const answers = Array.from({ length: 200 }, (_, index) => ({
    question: `Frage-${index}.`,
    answer: `Antwort-${index}.`,
  }))
  const data = { ...exampleReceipt.data, files: [], pages: [{ title: 'Lang', answers }] }
  const facts = await read({ ...exampleReceipt, data })
  expect(facts.pages).toBeGreaterThan(5)
  expect(facts.structure).toMatchObject({ Table: 1, THead: 1, TH: 2, TR: 201 })
  for (const { question, answer } of answers) expect(textOf(facts)).toContain(bare(question + answer))
})

const nasty = [
  '#import "x.typ"',
  '#panic("out")',
  '$x^2$',
  '*bold*',
  '_it_',
  '@ref',
  '<label>',
  '</script>',
  '`raw`',
  '\\u{41}',
  '= Title',
  '/* c */',
  '// c',
  '-- ---',
  '"q" \'s\'',
  '~',
  '{page}',
  '[x]',
  '\\',
  '#',
]

test('whatever a person writes is shown as it was written, never run', async () => {
  const piece = fc.oneof(fc.constantFrom(...nasty), fc.string({ maxLength: 12 }))
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(...standards),
      async (pieces, standard) => {
        const text = pieces.join(' ')
        const pages = [{ title: 'Seite', answers: [{ question: `Q ${text}`, answer: `A ${text}` }] }]
        const data = { ...exampleReceipt.data, service: `S ${text}`, pages }
        const shown = textOf(await read({ ...exampleReceipt, standard, data }))
        for (const place of ['Q', 'A', 'S']) expect(shown).toContain(bare(`${place} ${text}`))
        expect(textOf(await read({ ...messageWith(text), standard }))).toContain(bare(text))
      },
    ),
    { numRuns: 40 },
  )
})

test('every text can be set, in both standards, whatever script or rubbish it holds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.constantFrom(...standards),
      async (binary, graphemes, standard) => {
        const facts = await read({ ...messageWith(`${binary}\n\n${graphemes}`), standard })
        expect(facts.isMarked).toBe(true)
      },
    ),
    { numRuns: 40 },
  )
})

test('Hebrew, Arabic and Cyrillic are shown in their letters', async () => {
  const text = textOf(await read(messageWith('שלום, مرحبا, Привет')))
  for (const letter of 'שלוםمرحباПривет') expect(text).toContain(letter)
})

test('ten thousand signs without a space stay inside the page', async () => {
  const makeShowable = createMakeShowable(readFamilies())
  for (const text of ['W'.repeat(10_000), 'a1'.repeat(5_000), makeShowable('مرحبا'.repeat(2_000))]) {
    const pages = [{ title: 'Seite', answers: [{ question: 'Frage', answer: text }] }]
    const facts = await read({ ...exampleReceipt, data: { ...exampleReceipt.data, pages } })
    const longest = Math.max(...facts.runs.map((run) => run.length))
    expect(facts.pages).toBeGreaterThan(3)
    expect(longest).toBeLessThan(110)
    if (text.startsWith('W')) expect(textOf(facts)).toContain(text)
  }
})

test('an authority with its own template gets it, as it is at the time, others the common one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'letters-'))
  cpSync(templates, folder, { recursive: true })
  const own = join(folder, 'authorities', 'kriens')
  mkdirSync(own, { recursive: true })
  writeFileSync(
    join(own, 'message.typ'),
    '#import "/letter.typ": *\n#show: letter-page\n= #letter.title\nKriens grüsst.\n',
  )
  const options: LettersOptions = { translators, folder }
  const theirs = createLetters(options)
  const textFor = async (templateOf: string): Promise<string> =>
    textOf(readPdf((await theirs.renderLetter({ ...exampleMessage, templateOf })).pdf))
  expect(await textFor('kriens')).toContain('Kriensgrüsst.')
  expect(await textFor('emmen')).not.toContain('Kriensgrüsst.')
  writeFileSync(
    join(own, 'message.typ'),
    '#import "/letter.typ": *\n#show: letter-page\n= #letter.title\nNeuer Gruss.\n',
  )
  expect(await textFor('kriens')).toContain('NeuerGruss.')
  theirs.close()
  rmSync(folder, { recursive: true })
})

test('no template asks for a package from the network', () => {
  const files = readdirSync(templates, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.typ'))
  expect(files.length).toBeGreaterThan(3)
  for (const file of files) expect(readFileSync(join(templates, file), 'utf8')).not.toMatch(/@(preview|local)\b/)
})
