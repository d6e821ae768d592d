import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc, { type Arbitrary, type GeneratorValue } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { languages } from '#kernel/i18n/language.ts'
import { readServiceFolder } from '../services/read-service-folder.ts'
import { answersSchema } from './answers-schema.ts'
import { checkAnswers } from './check-answers.ts'
import { describeForm } from './describe-form.ts'
import { exampleContext as context } from './example-context.ts'
import type { JsonSchema, Scope } from './field-type.ts'
import { typeOf } from './field-types.ts'
import { checkFields, unanswered, visibleFields } from './fields.ts'
import { type Answers, declarationField, type Form, type FormField, isEmpty, isRecord } from './form.ts'
import { translators } from './test-form.ts'
import { viewForm } from './view-form.ts'

const { services } = readServiceFolder(join(import.meta.dirname, '../../../../content/services'))
const strict = new Ajv2020({
  strict: true,
  allErrors: true,
  // To shorten the code it writes takes Ajv as long as to write it.
  code: { optimize: false },
  formats: { date: true, email: true, uri: true },
})

test('there are sixteen services to look at', () => {
  expect(services.length).toBeGreaterThanOrEqual(16)
})

describe.each(services.map(({ definition: { id, form } }) => ({ id, form })))('$id', ({ form }) => {
  test('its schema is strict JSON Schema 2020-12 in each language, and differs in words only', () => {
    const plain = languages.map((language) => {
      const schema = answersSchema(form, translators[language])
      expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
      expect(strict.validateSchema(schema)).toBe(true)
      // The others differ in words only, which is what comes next.
      if (language === 'de') strict.compile(schema)
      return JSON.stringify(schema, (key, value: unknown) =>
        (key === 'title' || key === 'description') && typeof value === 'string' ? '' : value,
      )
    })
    expect(new Set(plain).size).toBe(1)
  })

  test('a program can show it: every answer, part and choice has its words, in each language others', () => {
    const [german, ...others] = languages.map((language) => {
      const t = translators[language]
      const schema = answersSchema(form, t, { title: 'x' })
      expect(untitled(schema, '')).toEqual([])
      const { pages, declaration } = describeForm(form, t)
      const shown = [...pages.flatMap(({ fields }) => fields), ...(declaration ? [declaration] : [])]
      const asked = shown.filter((one) => one.schema !== undefined)
      expect(Object.fromEntries(asked.map((one) => [one.id, one.schema]))).toEqual(schema.properties)
      for (const { label, type, text } of shown) {
        expect(label).not.toBe('')
        if (type === 'static-text') expect(text).toBeTruthy()
      }
      return wordsIn(schema)
    })
    for (const words of others) {
      expect(words.length).toBe(german?.length)
      expect(words.filter((word, index) => word !== german?.[index]).length).toBeGreaterThan(words.length / 2)
    }
  })

  test('what the form accepts its schema accepts too; what the form refuses it names by a place that is there', () => {
    const schema = answersSchema(form, translators.de)
    const fits = strict.compile(schema)
    let accepted = 0
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const { answers, isWild } = fillIn(form, draw)
        const errors = checkAnswers(form, answers, context)
        if (errors.length === 0) {
          accepted += 1
          expect(fits(answered(answers)), JSON.stringify([answers, fits.errors])).toBe(true)
        }
        if (!isWild) expect(errors, JSON.stringify(answers)).toEqual([])
        for (const { path } of errors)
          expect(isPlace(path, answers, schema), `${path} ${JSON.stringify(answers)}`).toBe(true)
      }),
      { numRuns: 5, endOnFailure: true, seed: 20_261_126 },
    )
    expect(accepted).toBeGreaterThan(0)
  })
})

/** Places of answers, parts and choices without a title. */
function untitled(schema: JsonSchema, place: string): string[] {
  const own = typeof schema.title === 'string' && schema.title !== '' ? [] : [place]
  const properties = isRecord(schema.properties) ? Object.entries(schema.properties) : []
  const inner = [
    ...properties,
    ...listOf(schema.oneOf).map((choice, index) => [`oneOf/${index}`, choice] as const),
    ...(isRecord(schema.items) && schema.items.properties ? [['items', schema.items] as const] : []),
  ]
  return [...own, ...inner.flatMap(([name, one]) => (isRecord(one) ? untitled(one, `${place}/${name}`) : []))]
}

/** Titles and descriptions, in their order. */
function wordsIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(wordsIn)
  if (!isRecord(schema)) return []
  return Object.entries(schema).flatMap(([key, value]) =>
    (key === 'title' || key === 'description') && typeof value === 'string' ? [value] : wordsIn(value),
  )
}

type Draw = GeneratorValue

/** Answers somebody might send: page by page what is asked, mostly right, sometimes anything (`isWild`). */
function fillIn(form: Form, draw: Draw): { answers: Answers; isWild: boolean } {
  const isCareful = draw(fc.boolean)
  const declaration = declarationField(form)
  let answers: Answers = declaration ? { [declaration.id]: true } : {}
  let isWild = false
  for (const page of form.pages)
    for (const field of page.fields) {
      const view = viewForm(form, { ...answers }, context)
      const isAsked = view.pages.some((one) => one.page.id === page.id && one.fields.includes(field))
      if (!isAsked || typeOf(field).asksNothing) continue
      const own = { ...context, scope: view.scope }
      const isRight = (answer: unknown) => {
        const tried = { ...answers, [field.id]: answer }
        return checkFields([field], tried, { ...own, scope: viewForm(form, tried, context).scope }).length === 0
      }
      const right =
        isCareful || draw(fc.nat, { max: 9 }) > 1 ? rightAnswer(field, draw, view.scope, isRight) : undefined
      const answer = right === undefined ? draw(anything) : right.answer
      if (right === undefined) isWild = true
      if (answer !== undefined) answers = { ...answers, [field.id]: answer }
    }
  return { answers, isWild }
}

/** What is empty counts as no answer, here and in the rows of a list. */
function answered(answers: Answers): Answers {
  const given = Object.entries(answers).filter(([, answer]) => !isEmpty(answer))
  return Object.fromEntries(
    given.map(([name, answer]) => [
      name,
      Array.isArray(answer) ? answer.map((row: unknown) => (isRecord(row) ? answered(row) : row)) : answer,
    ]),
  )
}

const anything = (): Arbitrary<unknown> =>
  fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant(undefined), fc.array(fc.record({ id: fc.string() })))

type Right = { readonly answer: unknown } | undefined

/** An answer that the field takes: made after its schema, else one of the examples of its type, else none where none is needed. */
function rightAnswer(field: FormField, draw: Draw, scope: Scope, isRight: (answer: unknown) => boolean): Right {
  const inner = typeOf(field).innerFields(field)
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const answer = inner.length > 0 ? rows(field, inner, draw, scope) : draw(madeFor, field)
    if (isRight(answer)) return { answer }
  }
  const usual = [...usualTexts, ...typeOf(field).examples.flatMap((example) => example.answers), undefined]
  const found = usual.findIndex((answer) => isRight(answer))
  return found < 0 ? undefined : { answer: usual[found] }
}

/** Rows of a list, each filled in like a page. */
function rows(field: FormField, inner: readonly FormField[], draw: Draw, before: Scope): Answers[] {
  const { minItems } = typeOf(field).schema(field)
  const count = typeof minItems === 'number' ? minItems : 1
  return Array.from({ length: count }, () => {
    let row: Answers = {}
    const start = { ...before, ...unanswered(inner) }
    for (const one of inner) {
      const seen = visibleFields(inner, row, { ...context, scope: start })
      if (!seen.fields.includes(one) || typeOf(one).asksNothing) continue
      const isRight = (answer: unknown) => {
        const tried = { ...row, [one.id]: answer }
        const { scope } = visibleFields(inner, tried, { ...context, scope: start })
        return checkFields([one], tried, { ...context, scope }).length === 0
      }
      const right = rightAnswer(one, draw, start, isRight)
      if (right?.answer !== undefined) row = { ...row, [one.id]: right.answer }
    }
    return row
  })
}

const usualTexts = [
  ...[
    'Beispiel',
    '12345',
    'LU 123456',
    '2026-11-22',
    '2026-11-29',
    '2026-12-31',
    '2023-05-01',
    '1984-02-29',
    '2027-05-31',
  ],
  ...[1, 2, 20_000, '08:00', '23:00'],
]

/** An answer after the schema of its field. */
function madeFor(field: FormField): Arbitrary<unknown> {
  return fromSchema(typeOf(field).schema(field))
}

function fromSchema(schema: JsonSchema): Arbitrary<unknown> {
  const alternatives = listOf(schema.oneOf ?? schema.anyOf)
  if (alternatives.length > 0) return fc.oneof(...alternatives.map(fromSchema))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  const number = (name: string, fallback: number) => {
    const value = schema[name]
    return typeof value === 'number' ? value : fallback
  }
  switch (schema.type) {
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({ min: number('minimum', 0), max: number('maximum', 10_000) })
    case 'number':
      return fc.integer({ min: Math.ceil(number('minimum', 0)), max: Math.floor(number('maximum', 10_000)) })
    case 'string':
      return schema.format === 'date'
        ? fc
            .date({ min: new Date('2026-11-23'), max: new Date('2027-02-01'), noInvalidDate: true })
            .map((day) => day.toISOString().slice(0, 10))
        : fc.stringMatching(/^[A-Za-zäöü][A-Za-zäöü ]*[a-z]$/, { maxLength: Math.min(number('maxLength', 40), 40) })
    case 'array':
      return fc.array(isRecord(schema.items) ? fromSchema(schema.items) : fc.jsonValue(), {
        minLength: number('minItems', 0),
        maxLength: Math.min(number('maxItems', 3), number('minItems', 0) + 2),
      })
    case 'object': {
      const properties = isRecord(schema.properties) ? schema.properties : {}
      const required = Array.isArray(schema.required) ? schema.required : []
      const parts = Object.fromEntries(
        Object.entries(properties).map(([name, inner]) => [name, isRecord(inner) ? fromSchema(inner) : fc.jsonValue()]),
      )
      return fc.record(parts, { requiredKeys: required.filter((name) => Object.hasOwn(parts, name)) })
    }
    default:
      return fc.jsonValue({ maxDepth: 1 })
  }
}

/** Whether a JSON Pointer leads to an answer, or to where one should be by the schema. */
function isPlace(path: string, answers: Answers, schema: JsonSchema): boolean {
  const names = path
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
  let value: unknown = answers
  let shapes: readonly JsonSchema[] = [schema]
  for (const name of names) {
    shapes = shapes.flatMap((shape) => stepInto(shape, name))
    const isThere = (Array.isArray(value) || isRecord(value)) && Object.hasOwn(value, name)
    if (!isThere && shapes.length === 0) return false
    value = isThere ? Object.entries(value ?? {}).find(([key]) => key === name)?.[1] : undefined
  }
  return path === '' || names.length > 0
}

function stepInto(shape: JsonSchema, name: string): JsonSchema[] {
  const inner = isRecord(shape.properties) ? shape.properties[name] : undefined
  const items = /^\d+$/.test(name) ? shape.items : undefined
  return [
    ...[inner, items].filter((one) => isRecord(one)),
    ...listOf(shape.anyOf ?? shape.oneOf).flatMap((one) => stepInto(one, name)),
  ]
}

function listOf(value: unknown): readonly JsonSchema[] {
  return Array.isArray(value) ? value.filter((one) => isRecord(one)) : []
}
