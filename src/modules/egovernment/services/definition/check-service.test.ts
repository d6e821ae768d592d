import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { checkServiceForPublishing } from './check-service.ts'
import { parseLifeSituations } from './life-situations.ts'
import { parseService, problemText } from './parse-service.ts'

const folder = join(import.meta.dirname, '../../../../../content/services')
const original = readFileSync(join(folder, 'schadensmeldung.yaml'), 'utf8')
const lifeSituations = parseLifeSituations(readFileSync(join(folder, '_life-situations.yaml'), 'utf8'))

/** A place in the definition, as keys. */
type Path = readonly (string | number)[]

/** The first field of a page. */
const field = (page: number): Path => ['form', 'pages', page, 'fields', 0]

/** What is said of the damage report with one thing changed, or taken away. */
function problemsAfter(path: Path, value?: unknown): string {
  const document = parseDocument(original)
  if (value === undefined) document.deleteIn(path)
  else document.setIn(path, document.createNode(value))
  const parsed = parseService(String(document), 'schadensmeldung.yaml')
  const problems = parsed.ok ? checkServiceForPublishing(parsed.definition, lifeSituations) : parsed.problems
  return problems.map((problem) => `${problem.path}: ${problem.message}`).join('\n')
}

test('as it is, it has no problem', () => {
  expect(problemsAfter(['id'], 'schadensmeldung')).toBe('')
})

describe('is not published', () => {
  test.each<[string, Path, unknown, RegExp]>([
    ['with an unknown key', ['colour'], 'red', /"colour" is not known here/],
    ['with a misspelt key in a field', [...field(0), 'lable'], {}, /fields\/0: "lable" is not known here/],
    ['without a title', ['title'], undefined, /"title" is missing/],
    ['without German', ['title', 'de'], undefined, /\/title: "de" is missing/],
    ['without French', ['title', 'fr'], undefined, /\/title: has no text in fr/],
    [
      'with an option without Italian',
      [...field(0), 'options', 0, 'label', 'it'],
      undefined,
      /options\/0\/label: has no text in it/,
    ],
    ['with a blank text', ['summary', 'en'], '  ', /\/summary\/en/],
    ['with a range without its own term', ['retentionRange'], { least: 50, most: 60 }, /retentionRange: does not hold/],
    [
      'with a range of unknown origin',
      ['retentionRange'],
      { least: 1, most: 60 },
      /retentionRange: says nothing of where it comes from/,
    ],
    ['in German spelling', ['summary', 'de'], 'Die Straße', /ß/],
    ['with foreign quotation marks', ['summary', 'de'], 'Das „Loch“', /«…»/],
    ['under an unknown life situation', ['lifeSituations', 0], 'mond', /no life situation "mond"/],
    ['without words to find it by', ['keywords', 'it'], [], /keywords\/it/],
    ['with a fee of unknown origin', ['fee', 'example'], undefined, /\/fee: says nothing of where it comes from/],
    [
      'with an example that has a source',
      ['duration', 'example'],
      true,
      /\/duration: has a source and is marked as example/,
    ],
    ['with a source checked on no day', ['duration', 'source', 'checked'], '2026-02-30', /is no day/],
    [
      'with a rule for another unit that names no field',
      ['otherUnits'],
      [{ when: 'moon = "full"', unitKind: 'works', who: { de: 'Bei Vollmond:', fr: 'À', it: 'A', en: 'At' } }],
      /otherUnits\/0\/when: the rule /,
    ],
    ['with a competence field that is not there', ['competence', 'fields', 0], 'moon', /there is no field "moon"/],
    [
      'with a competence field that says no place',
      ['competence', 'fields', 0],
      'kind',
      /does not say in which municipality/,
    ],
    ['asking for a declaration without a text', ['signature'], 'declaration', /no text for it/],
    [
      'with a declaration nobody asked for',
      ['form', 'declaration'],
      { de: 'Ja', fr: 'Oui', it: 'Sì', en: 'Yes' },
      /is "none"/,
    ],
    ['with an unknown type of field', [...field(0), 'type'], 'slider', /no field type "slider"/],
    ['with an id given twice', [...field(1), 'id'], 'kind', /"kind" is given twice/],
    ['with a page id given twice', ['form', 'pages', 1, 'id'], 'kind', /"kind" is given twice/],
    ['with an id that FEEL uses itself', [...field(1), 'id'], 'count', /"count" has a meaning/],
    ['with an id that FEEL cannot read', [...field(1), 'id'], 'is-dangerous', /fields\/0\/id/],
    ['with a page called review', ['form', 'pages', 1, 'id'], 'review', /last step/],
    ['with an option offered twice', [...field(0), 'options', 1, 'value'], 'road', /offers "road" twice/],
    ['with a choice of nothing', [...field(0), 'options'], [], /options/],
    ['with a page of several questions and no title', ['form', 'pages', 5, 'title'], undefined, /has no title/],
    ['with a field of no class', [...field(0), 'personalData'], undefined, /has no "personalData"/],
    [
      'with a purpose that is not described',
      [...field(4), 'personalData', 'purpose'],
      'fun',
      /there is no purpose "fun"/,
    ],
    [
      'with special data without a legal basis',
      [...field(4), 'personalData', 'class'],
      'special',
      /without a "legalBasis"/,
    ],
    ['with a rule that names no question', ['form', 'pages', 2, 'showIf'], 'dangerous = true', /names "dangerous"/],
    ['with a rule that looks ahead', ['form', 'pages', 2, 'showIf'], 'place.text = "x"', /names "place"/],
    ['with a rule that is no FEEL', ['form', 'pages', 2, 'showIf'], 'is_dangerous =', /is no FEEL/],
    [
      'with a rule that compares with no option',
      ['form', 'pages', 2, 'showIf'],
      'kind = "raod"',
      /which it does not offer/,
    ],
    ['with a rule that asks the clock', ['form', 'pages', 2, 'showIf'], 'now() != null', /calls "now"/],
    [
      'with a page that is never shown',
      ['form', 'pages', 2, 'showIf'],
      'is_dangerous = true and is_dangerous = false',
      /is never shown/,
    ],
    ['with a field that is never shown', [...field(5), 'showIf'], 'kind = "road" and kind = "water"', /is never shown/],
    ['with a pattern without a message', [...field(5), 'pattern'], '[0-9]+', /patternMessage/],
    ['with a pattern that has no end', [...field(5), 'pattern'], 'x'.repeat(300), /pattern/],
    ['under another file name', ['id'], 'schaden', /Give both the same name/],
  ])('%s', (_what, path, value, message) => {
    expect(problemsAfter(path, value)).toMatch(message)
  })
})

describe('a broken file is told with its line', () => {
  const told = (text: string) => {
    const parsed = parseService(text, 'content/services/schadensmeldung.yaml')
    return parsed.ok ? 'ok' : parsed.problems.map(problemText).join('\n')
  }

  test('unknown key', () => {
    const lines = original.split('\n')
    const place = lines.findIndex((line) => line.includes('id: is_dangerous'))
    lines.splice(place + 1, 0, '          titel: x')
    expect(told(lines.join('\n'))).toMatch(
      new RegExp(
        `^content/services/schadensmeldung\\.yaml:${place + 1} /form/pages/1/fields/0: "titel" is not known here`,
      ),
    )
  })

  test.each([
    ['a key given twice', `${original}\nid: x\n`, /Map keys must be unique/],
    ['no YAML', 'a: [', /no valid YAML/],
    ['an empty file', '', /must be object|type/],
    ['a list', '- a', /must be object|type/],
    ['a bomb of references', `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(60)}]\n`, /refers to itself too often/],
    ['far too much', `# ${'x'.repeat(600_000)}`, /longer than/],
  ])('%s', (_what, text, message) => {
    expect(told(text)).toMatch(message)
  })
})
