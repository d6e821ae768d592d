import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HtmlValidate } from 'html-validate'
import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import { createTranslators } from '#kernel/i18n/catalogue.ts'
import { languages } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { answersSchema } from '../../forms/answers-schema.ts'
import { answersToSubmit, checkAnswers } from '../../forms/check-answers.ts'
import { exampleContext as context } from '../../forms/example-context.ts'
import type { Entry } from '../../forms/field-type.ts'
import { writeFields } from '../../forms/fields.ts'
import type { Answers } from '../../forms/form.ts'
import { FormPage } from '../../forms/form-page.tsx'
import { firstOpenPage, pageOf, visiblePages } from '../../forms/pages.ts'
import { readPage } from '../../forms/read-page.ts'
import { ReviewPage } from '../../forms/review-page.tsx'
import { reviewRows } from '../../forms/review-rows.ts'
import { validatorOf } from '../../forms/validator.ts'
import { competenceOf, participantsOf } from './competence.ts'
import { parseService } from './parse-service.ts'
import type { ServiceDefinition } from './service-definition.ts'

const translators = createTranslators([
  { prefix: 'egovernment', folder: join(import.meta.dirname, '../../messages') },
  { prefix: 'ui', folder: join(import.meta.dirname, '../../../../ui/messages') },
])

function service(id: string): ServiceDefinition {
  const file = join(import.meta.dirname, `../../../../../content/services/${id}.yaml`)
  const parsed = parseService(readFileSync(file, 'utf8'), `${id}.yaml`)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.definition
}

const luzern = { street: 'Musterstrasse', number: '1', postcode: '6003', locality: 'Luzern', municipality: 1061 }
const kriens = { street: 'Beispielweg', number: '7a', postcode: '6010', locality: 'Kriens', municipality: 1059 }
const zurich = { street: 'Musterstrasse', number: '3', postcode: '8001', locality: 'Zürich' }
const mira = { person_name: { given: 'Mira', family: 'Muster' }, birth_date: '1990-05-17', nationality: 'CH' }
const ana = {
  person_name: { given: 'Ana', family: 'Exemplo' },
  birth_date: '1992-01-03',
  nationality: 'PT',
  permit: 'b',
}
const arrived = { sex: 'female', marital_status: 'single', religion: 'none' }
const dwelling = {
  dwelling_kind: 'tenant',
  floor_position: '2. Stock links',
  rooms: 3.5,
  landlord: 'Muster Immobilien AG',
}
const contract = [context.file('contract-1')]

type Journey = {
  id: string
  what: string
  answers: Answers
  pages: readonly string[]
  inCharge: number
  told: readonly number[]
}

const journeys: readonly Journey[] = [
  {
    id: 'umzug',
    what: 'within a municipality',
    answers: {
      from_where: 'lucerne',
      to_where: 'lucerne',
      move_date: '2026-12-01',
      old_address: luzern,
      new_address: { ...luzern, number: '9' },
      ...dwelling,
      persons: [mira],
      lease_files: contract,
      has_dogs: false,
    },
    pages: [
      'from',
      'to',
      'date',
      'old-address',
      'new-address',
      'dwelling-kind',
      'dwelling',
      'persons',
      'lease',
      'dogs',
      'questions',
    ],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'umzug',
    what: 'from one municipality of the canton to another, with a partner from Portugal and a dog',
    answers: {
      from_where: 'lucerne',
      to_where: 'lucerne',
      move_date: '2026-11-01',
      old_address: kriens,
      new_address: luzern,
      ...dwelling,
      persons: [
        { ...mira, ...arrived, origin: 'Beispielwil LU' },
        { ...ana, ...arrived, ahv_number: '7569217076985' },
      ],
      permit_files: [context.file('photo-1')],
      lease_files: contract,
      is_insured: true,
      insurer: 'Muster Kasse',
      has_dogs: true,
      dog_count: 1,
      phone: '+41412088111',
    },
    pages: [
      'from',
      'to',
      'date',
      'old-address',
      'new-address',
      'dwelling-kind',
      'dwelling',
      'persons',
      'permits',
      'lease',
      'insurance',
      'insurance-proof',
      'dogs',
      'dog-details',
      'questions',
    ],
    inCharge: 1061,
    told: [1059],
  },
  {
    id: 'umzug',
    what: 'from abroad into a shared flat, not insured yet',
    answers: {
      from_where: 'abroad',
      to_where: 'lucerne',
      move_date: '2026-11-20',
      old_country: 'PT',
      old_place: 'Lisboa',
      new_address: kriens,
      ...dwelling,
      dwelling_kind: 'shared',
      housemates: 'Noah Beispiel',
      persons: [{ ...ana, ...arrived, permit: 'none' }],
      is_insured: false,
      has_dogs: false,
    },
    pages: [
      'from',
      'to',
      'date',
      'old-country',
      'new-address',
      'dwelling-kind',
      'dwelling',
      'household',
      'persons',
      'permits',
      'lease',
      'insurance',
      'insurance-later',
      'dogs',
      'questions',
    ],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'umzug',
    what: 'to another canton',
    answers: {
      from_where: 'lucerne',
      to_where: 'switzerland',
      move_date: '2026-12-31',
      old_address: luzern,
      new_address: zurich,
      persons: [mira],
    },
    pages: ['from', 'to', 'date', 'old-address', 'new-address', 'persons', 'questions'],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'umzug',
    what: 'abroad',
    answers: {
      from_where: 'lucerne',
      to_where: 'abroad',
      move_date: '2026-12-31',
      old_address: kriens,
      new_country: 'DE',
      persons: [mira],
    },
    pages: ['from', 'to', 'date', 'old-address', 'new-country', 'persons', 'questions'],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'wohnsitzbestaetigung',
    what: 'for a family, by post to another address',
    answers: {
      for_whom: 'family',
      person: { given: 'Mira', family: 'Muster' },
      birth_date: '1990-05-17',
      address: luzern,
      family: [{ relation: 'child', member_name: { given: 'Lea', family: 'Muster' }, member_birth_date: '2020-02-29' }],
      purpose: 'other',
      purpose_text: 'Velobörse',
      extras: ['since', 'origin'],
      language: 'fr',
      delivery: 'post',
      copies: 2,
      send_elsewhere: true,
      recipient: 'Muster Bank',
      delivery_address: { street: 'Rua Exemplo', postcode: '1100-148', locality: 'Lisboa', country: 'PT' },
    },
    pages: [
      'for-whom',
      'person',
      'address',
      'family',
      'purpose',
      'contents',
      'language',
      'delivery',
      'copies',
      'other-address',
      'delivery-address',
      'questions',
    ],
    inCharge: 1061,
    told: [],
  },
  {
    id: 'wohnsitzbestaetigung',
    what: 'for someone represented, as PDF',
    answers: {
      for_whom: 'represented',
      person: { given: 'Noah', family: 'Beispiel' },
      birth_date: '1941-08-01',
      address: kriens,
      representative: { given: 'Mira', family: 'Muster' },
      mandate_files: contract,
      purpose: 'bank',
      language: 'de',
      delivery: 'electronic',
    },
    pages: ['for-whom', 'person', 'address', 'mandate', 'purpose', 'contents', 'language', 'delivery', 'questions'],
    inCharge: 1059,
    told: [],
  },
  {
    id: 'schadensmeldung',
    what: 'a dangerous street lamp, with a photo and no name',
    answers: {
      kind: 'lighting',
      is_dangerous: true,
      municipality: 1059,
      place: { east: 2_664_500, north: 1_209_800, text: 'Beim Schulhaus' },
      lamp_state: 'damaged',
      description: 'Das Kabel liegt offen.',
      photos: [context.file('photo-2')],
    },
    pages: ['kind', 'danger', 'emergency', 'municipality', 'place', 'details', 'since', 'photos', 'call-back'],
    inCharge: 1059,
    told: [],
  },
]

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  elements: ['html5', { 'place-map': { flow: true, phrasing: false } }],
  rules: {
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'long-title': 'off',
    'valid-id': ['error', { relaxed: true }],
    'form-dup-name': ['error', { shared: ['radio', 'checkbox'] }],
  },
})

async function htmlProblems(body: string, language: string): Promise<readonly string[]> {
  const html = `<!DOCTYPE html><html lang="${language}"><head><title>Test</title></head><body><main>${body}</main></body></html>`
  const report = await validator.validateString(html)
  return report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector})`),
  )
}

function post(entries: readonly Entry[]) {
  return { values: new URLSearchParams(entries.map(([name, value]) => [name, value])) }
}

describe.each(journeys)('$id: $what', ({ id, answers, pages, inCharge, told }) => {
  const definition = service(id)
  const { form } = definition
  const all = form.declaration ? { ...answers, declaration: true } : answers

  test('asks exactly what it must, page by page, and takes the answers', () => {
    let draft: Answers = {}
    const asked: string[] = []
    for (const name of pages) {
      const page = pageOf(form, name, draft, context)
      if (!page)
        throw new Error(
          `${name} is not asked; asked are ${visiblePages(form, draft, context).map((one) => one.page.id)}`,
        )
      const reading = readPage(form, name, draft, post(writeFields(page.page.fields, answers, '')), context)
      expect(reading.ok || reading.errors).toBe(true)
      if (reading.ok) draft = reading.answers
      asked.push(name)
    }
    expect(visiblePages(form, draft, context).map(({ page }) => page.id)).toEqual(asked)
    expect(firstOpenPage(form, draft, context)).toBeUndefined()
  })

  test('all answers at once are in order, for the check and for the schema', () => {
    expect(checkAnswers(form, all, context)).toEqual([])
    expect(answersToSubmit(form, all, context)).toEqual(all)
    expect(validatorOf(answersSchema(form, 'fr')).problems(all)).toEqual([])
  })

  test('the right municipality is in charge, and the others know', () => {
    expect(competenceOf(definition, all, context)).toEqual({ kind: 'municipality', candidates: [inCharge] })
    expect(participantsOf(definition, all, context)).toEqual(told)
  })

  test('every answer is on the review, in each language', () => {
    for (const language of languages) {
      const rows = reviewRows(form, all, translators[language], context)
      expect(rows.map(({ fieldId }) => fieldId).sort()).toEqual(Object.keys(answers).sort())
      for (const row of rows) expect(`${row.question}${row.answer}`).not.toMatch(/undefined|\[object|NaN/)
    }
  })

  test('every page is shown in each language and valid HTML: empty, answered, with errors', async () => {
    for (const language of languages) {
      const htmls = everyPage(definition, all, translators[language])
      // Markup hardly differs between languages: each journey is validated in one, in turn.
      const isValidated =
        languages[journeys.findIndex((one) => one.answers === answers) % languages.length] === language
      for (const html of htmls) {
        for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(` id="${target}"`)
        if (isValidated) expect(await htmlProblems(html, language)).toEqual([])
      }
    }
  })
})

/** Each page empty, answered and refused, and the review. */
function everyPage({ form }: ServiceDefinition, answers: Answers, t: Translate): readonly string[] {
  const pages = visiblePages(form, answers, context).flatMap(({ page }) => {
    const refused = readPage(form, page.id, {}, post([]), context)
    const shown = { form, page, context, t, backHref: '/back' }
    return [
      <FormPage {...shown} answers={{}} />,
      <FormPage {...shown} answers={answers} />,
      ...(refused.ok ? [] : [<FormPage {...shown} answers={{}} again={refused} />]),
    ]
  })
  const review = (
    <ReviewPage
      form={form}
      answers={answers}
      context={context}
      t={t}
      pageHref={(page) => `/${page}`}
      backHref="/back"
    />
  )
  return [...pages, review].map((page) => renderToString(page))
}

describe('what cannot be', () => {
  const { form } = service('umzug')
  const errorsOf = (page: string, answers: Answers) => {
    const reading = readPage(
      form,
      page,
      answers,
      post(writeFields(pageOf(form, page, answers, context)?.page.fields ?? [], answers, '')),
      context,
    )
    return reading.ok ? [] : reading.errors.map(({ path }) => path)
  }

  test('a move that has nothing to do with the canton', () => {
    expect(errorsOf('to', { from_where: 'abroad', to_where: 'switzerland' })).toEqual(['/to_where'])
  })

  test('an address in the canton said to be outside, and the other way round', () => {
    expect(errorsOf('old-address', { from_where: 'switzerland', old_address: luzern })).toEqual(['/old_address'])
    expect(errorsOf('old-address', { from_where: 'lucerne', old_address: zurich })).toEqual(['/old_address'])
  })

  test('a move in the far future or past', () => {
    expect(errorsOf('date', { move_date: '2028-01-01' })).toEqual(['/move_date'])
    expect(errorsOf('date', { move_date: '2001-01-01' })).toEqual(['/move_date'])
  })

  test('a locality in several municipalities without saying which', () => {
    const { municipality, ...divided } = { ...luzern, postcode: '6005' }
    const answers = { from_where: 'lucerne', old_address: divided }
    expect(errorsOf('old-address', answers)).toEqual(['/old_address/municipality'])
    expect(errorsOf('old-address', { ...answers, old_address: { ...divided, municipality: 1059 } })).toEqual([])
    expect(errorsOf('old-address', { ...answers, old_address: { ...divided, municipality: 1024 } })).toEqual([
      '/old_address/municipality',
    ])
  })
})
