import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import { languages } from '#kernel/i18n/language.ts'
import type { Translate } from '#kernel/i18n/translate.ts'
import { validatorOf } from '#kernel/validator.ts'
import { findInvalidHtml } from '#test/support/invalid-html.ts'
import { answersSchema } from '../../../forms/answers-schema.ts'
import { answersToSubmit, checkAnswers } from '../../../forms/check-answers.ts'
import { exampleContext as context } from '../../../forms/example-context.ts'
import type { Entry } from '../../../forms/field-type.ts'
import { writeFields } from '../../../forms/fields.ts'
import type { Answers } from '../../../forms/form.ts'
import { FormPage } from '../../../forms/form-page.tsx'
import { firstOpenPage, pageOf, visiblePages } from '../../../forms/pages.ts'
import { readPage } from '../../../forms/read-page.ts'
import { ReviewPage } from '../../../forms/review-page.tsx'
import { reviewRows } from '../../../forms/review-rows.ts'
import { translators } from '../../../forms/test-form.ts'
import { competenceOf, participantsOf } from '../competence.ts'
import { parseService } from '../parse-service.ts'
import type { ServiceDefinition } from '../service-definition.ts'

const written = new Map<string, ServiceDefinition>()

/** A service as it is written in `content/services`; each is read once. */
export function writtenService(id: string): ServiceDefinition {
  const known = written.get(id)
  if (known) return known
  const file = join(import.meta.dirname, `../../../../../../content/services/${id}.yaml`)
  const parsed = parseService(readFileSync(file, 'utf8'), `${id}.yaml`)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  written.set(id, parsed.definition)
  return parsed.definition
}

/** Somebody who fills a service in: what she answers, which pages she is asked, and who gets it. */
export type Journey = {
  id: string
  what: string
  answers: Answers
  pages: readonly string[]
  /** A municipality by its number, or an authority by its slug. */
  inCharge: number | string
  told: readonly number[]
}

/** The paths of the errors that a page gives for its answers. */
export function errorsOf(id: string, page: string, answers: Answers): readonly string[] {
  const { form } = writtenService(id)
  const fields = pageOf(form, page, answers, context)?.page.fields ?? []
  const reading = readPage(form, page, answers, post(writeFields(fields, answers, '')), context)
  return reading.ok ? [] : reading.errors.map(({ path }) => path)
}

const asDocument = (body: string, language: string) =>
  `<!DOCTYPE html><html lang="${language}"><head><title>Test</title></head><body><main>${body}</main></body></html>`

function post(entries: readonly Entry[]) {
  return { values: new URLSearchParams(entries.map(([name, value]) => [name, value])) }
}

/** Walks through each journey of a service, page by page and all at once, in every language. */
export function describeJourneys(journeys: readonly Journey[]): void {
  describe.each(journeys)('$id: $what', ({ id, answers, pages, inCharge, told }) => {
    const definition = writtenService(id)
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
      expect(validatorOf(answersSchema(form, translators.fr)).problems(all)).toEqual([])
    })

    test('the right authority is in charge, and the others know', () => {
      expect(competenceOf(definition, all, context)).toEqual(
        typeof inCharge === 'number'
          ? { kind: 'municipality', candidates: [inCharge] }
          : { kind: 'authority', authority: inCharge },
      )
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
        const turn = id.length + journeys.findIndex((one) => one.answers === answers)
        const isValidated = languages[turn % languages.length] === language
        for (const html of htmls) {
          for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(` id="${target}"`)
          if (isValidated) expect(await findInvalidHtml(asDocument(html, language))).toEqual([])
        }
      }
    })
  })
}

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
