import { date as feelDate } from 'feelin'
import { swissDate } from '#kernel/i18n/format.ts'
import { builtinNames } from './feel/builtin-names.ts'
import { expressionProblems, type Vocabulary } from './feel/check-expression.ts'
import { readFeel, variablesOf } from './feel/syntax.ts'
import { fieldTypes, findFieldType, typeOf } from './field-types.ts'
import { declarationId, type Form, type FormField, type FormPage, isRecord } from './form.ts'
import type { FormContext } from './form-context.ts'
import { allFields, viewForm } from './view-form.ts'

/** What keeps a form from being used or published: where (JSON Pointer in the form) and what to do. */
export type FormProblem = { readonly path: string; readonly message: string }

const reservedIds: ReadonlySet<string> = new Set([declarationId, 'constructor', 'today', 'item', ...builtinNames])

/** Problems that make a form unusable: unknown types, wrong settings, ids given twice or taken. */
export function formShapeProblems(form: Form): readonly FormProblem[] {
  const fields = placedFields(form)
  const types = fields.flatMap(({ field, path }) => {
    const type = findFieldType(field.type)
    if (!type)
      return [
        { path: `${path}/type`, message: `there is no field type "${field.type}". Use one of ${fieldTypeNames()}.` },
      ]
    return type.settingsProblems(field).map(({ at, message }) => ({ path: `${path}${at}`, message }))
  })
  const ids = twice(fields.map(({ field, path }) => ({ id: field.id, path: `${path}/id` })))
  const pages = twice(form.pages.map((page, index) => ({ id: page.id, path: `/pages/${index}/id` })))
  const reserved = fields
    .filter(({ field }) => reservedIds.has(field.id))
    .map(({ field, path }) => ({
      path: `${path}/id`,
      message: `"${field.id}" has a meaning of its own in rules. Take another id.`,
    }))
  const review = form.pages.findIndex(({ id }) => id === 'review')
  const taken =
    review === -1
      ? []
      : [{ path: `/pages/${review}/id`, message: '"review" is the address of the last step. Take another id.' }]
  return [...types, ...ids, ...pages, ...reserved, ...taken]
}

/** Problems that a form must not be published with. Expects a form without shape problems. */
export function formPublishProblems(form: Form): readonly FormProblem[] {
  const rules = form.pages.flatMap((page, index) => pageRuleProblems(form, page, index))
  return [
    ...form.pages.flatMap(questionProblems),
    ...placedFields(form).flatMap(({ field, path }) => privacyProblems(form, field, path)),
    ...rules,
    ...(rules.length > 0 ? [] : reachProblems(form)),
  ]
}

function fieldTypeNames(): string {
  return fieldTypes()
    .map(({ name }) => name)
    .join(', ')
}

type PlacedField = { readonly field: FormField; readonly path: string }

function placedFields(form: Form): readonly PlacedField[] {
  return form.pages.flatMap((page, index) => place(page.fields, `/pages/${index}/fields`))
}

function place(fields: readonly FormField[], path: string): readonly PlacedField[] {
  return fields.flatMap((field, index) => {
    const at = `${path}/${index}`
    const type = findFieldType(field.type)
    const inner = type && type.settingsProblems(field).length === 0 ? type.innerFields(field) : []
    return [{ field, path: at }, ...place(inner, `${at}/fields`)]
  })
}

function twice(ids: readonly { id: string; path: string }[]): readonly FormProblem[] {
  return ids
    .filter(({ id }, index) => ids.findIndex((one) => one.id === id) !== index)
    .map(({ id, path }) => ({ path, message: `"${id}" is given twice. Each question and page needs its own id.` }))
}

function questionProblems(page: FormPage, index: number): readonly FormProblem[] {
  if (page.title !== undefined || page.fields.length === 1) return []
  return [
    { path: `/pages/${index}`, message: 'asks several things and has no title. Give it a question as its title.' },
  ]
}

function privacyProblems(form: Form, field: FormField, path: string): readonly FormProblem[] {
  const type = typeOf(field)
  if (type.asksNothing || type.innerFields(field).length > 0) return []
  const { personalData } = field
  if (personalData === undefined)
    return [{ path, message: 'has no "personalData". Say "none", or its class (personal, special) and its purpose.' }]
  if (personalData === 'none') return []
  const purpose = form.purposes?.[personalData.purpose]
    ? []
    : [
        {
          path: `${path}/personalData/purpose`,
          message: `there is no purpose "${personalData.purpose}". Describe it under "purposes".`,
        },
      ]
  const basis =
    personalData.class === 'special' && personalData.legalBasis === undefined
      ? [
          {
            path: `${path}/personalData`,
            message: 'asks for data particularly worthy of protection without a "legalBasis". Name it, or do not ask.',
          },
        ]
      : []
  return [...purpose, ...basis]
}

/** Rules may look back, not ahead: a page's condition to earlier pages, a field's to earlier fields; checks to the same page too. */
function pageRuleProblems(form: Form, page: FormPage, index: number): readonly FormProblem[] {
  const path = `/pages/${index}`
  const before = form.pages.slice(0, index).flatMap((one) => one.fields)
  const own = page.showIf === undefined ? [] : ruleProblems(page.showIf, before, `${path}/showIf`)
  return [...own, ...fieldRuleProblems(page.fields, before, `${path}/fields`)]
}

function fieldRuleProblems(
  fields: readonly FormField[],
  before: readonly FormField[],
  path: string,
): readonly FormProblem[] {
  return fields.flatMap((field, index) => {
    const at = `${path}/${index}`
    const earlier = [...before, ...fields.slice(0, index)]
    const all = [...before, ...fields]
    const show = field.showIf === undefined ? [] : ruleProblems(field.showIf, earlier, `${at}/showIf`)
    const required = typeof field.required === 'string' ? ruleProblems(field.required, all, `${at}/required`) : []
    const checks = (field.checks ?? []).flatMap((check, number) =>
      ruleProblems(check.rule, all, `${at}/checks/${number}/rule`),
    )
    const inner = fieldRuleProblems(typeOf(field).innerFields(field), all, `${at}/fields`)
    return [...show, ...required, ...checks, ...inner]
  })
}

/** What is wrong with a rule that may name every field of the form, such as one that says which unit handles a case. */
export function formRuleProblems(form: Form, rule: string, path: string): readonly FormProblem[] {
  return ruleProblems(rule, allFields(form), path)
}

function ruleProblems(rule: string, fields: readonly FormField[], path: string): readonly FormProblem[] {
  return expressionProblems(rule, vocabularyOf(fields)).map((message) => ({ path, message: `the rule ${message}` }))
}

function vocabularyOf(fields: readonly FormField[]): Vocabulary {
  const asked = fields.filter((field) => !typeOf(field).asksNothing)
  const inner = asked.flatMap((field) => typeOf(field).innerFields(field))
  const everything = [...asked, ...inner]
  return {
    names: new Set([...asked.map(({ id }) => id), 'today']),
    parts: new Set([
      ...inner.map(({ id }) => id),
      ...everything.flatMap((field) => typeOf(field).feelParts(field)),
      ...['years', 'months', 'days', 'year', 'month', 'day', 'weekday'],
    ]),
    options: new Map(everything.flatMap((field) => optionsOf(field))),
    example: {
      ...Object.fromEntries(asked.map((field) => [field.id, exampleOf(field)])),
      today: feelDate('2026-11-22'),
    },
  }
}

function optionsOf(field: FormField): [string, readonly string[]][] {
  const values = optionValues(field)
  return values.length > 0 ? [[field.id, values]] : []
}

/** The values a field offers, where it offers options. */
function optionValues(field: FormField): readonly string[] {
  const options: unknown = 'options' in field ? field.options : undefined
  if (!Array.isArray(options)) return []
  return options.flatMap((option) => (isRecord(option) && typeof option.value === 'string' ? [option.value] : []))
}

/** An answer as rules read it, to try them with. */
function exampleOf(field: FormField): unknown {
  const type = typeOf(field)
  const inner = type.innerFields(field)
  if (inner.length > 0) return [Object.fromEntries(inner.map((one) => [one.id, exampleOf(one)]))]
  const [option] = optionValues(field)
  const plain = fullest(type.examples.flatMap(({ answers }) => answers))
  const answer = option === undefined ? plain : Array.isArray(plain) ? [option] : option
  return type.feel(answer, field)
}

/** The example that says most: an address with its municipality, a place with its point. */
function fullest(answers: readonly unknown[]): unknown {
  const size = (answer: unknown) => (isRecord(answer) ? Object.keys(answer).length : 0)
  return answers.reduce((most, answer) => (size(answer) > size(most) ? answer : most), answers[0])
}

const mostTrials = 4_000

/** Pages and fields that no combination of choices ever shows. Where a condition hangs on free answers, nothing is said. */
function reachProblems(form: Form): readonly FormProblem[] {
  return form.pages.flatMap((page, index) => {
    const path = `/pages/${index}`
    const fields = page.fields.map((field, position) => ({ field, path: `${path}/fields/${position}` }))
    const conditional = fields.filter(({ field }) => field.showIf !== undefined)
    if (page.showIf === undefined && conditional.length === 0) return []
    const shown = shownSomewhere(form, page)
    if (shown === 'unknown') return []
    if (shown.size === 0)
      return [{ path, message: 'is never shown, whatever is answered. Correct "showIf", or remove the page.' }]
    return conditional
      .filter(({ field }) => !shown.has(field.id))
      .map((one) => ({
        path: one.path,
        message: 'is never shown, whatever is answered. Correct "showIf", or remove the field.',
      }))
  })
}

function shownSomewhere(form: Form, page: FormPage): ReadonlySet<string> | 'unknown' {
  const deciding = decidingFields(form, page)
  const trials = combinations(deciding.map((field) => ({ id: field.id, answers: trialAnswers(field) })))
  if (!trials) return 'unknown'
  const small = { ...form, pages: [...pagesWith(form, page, deciding), page] }
  const shown = new Set<string>()
  for (const answers of trials) {
    const view = viewForm(small, answers, trialContext)
    for (const field of view.pages.find((one) => one.page.id === page.id)?.fields ?? []) shown.add(field.id)
    // Most forms show everything within a few of thousands of combinations.
    if (shown.size === page.fields.length) break
  }
  return shown
}

/** The pages before another, with nothing on them but some fields: whatever else they ask decides nothing. */
function pagesWith(form: Form, before: FormPage, wanted: readonly FormField[]): readonly FormPage[] {
  return form.pages.slice(0, form.pages.indexOf(before)).flatMap((page) => {
    const fields = page.fields.filter((field) => wanted.includes(field))
    return fields.length > 0 ? [{ ...page, fields }] : []
  })
}

/** The fields that a page's conditions name, and those that their own conditions name, and so on. */
function decidingFields(form: Form, page: FormPage): readonly FormField[] {
  const found = new Set<string>()
  const visit = (rule: string | undefined): void => {
    for (const name of rule === undefined ? [] : variablesOf(readFeel(rule))) {
      const owner = form.pages.find(({ fields }) => fields.some(({ id }) => id === name))
      if (!owner || found.has(name)) continue
      found.add(name)
      visit(owner.showIf)
      visit(owner.fields.find(({ id }) => id === name)?.showIf)
    }
  }
  visit(page.showIf)
  for (const field of page.fields) visit(field.showIf)
  return allFields(form).filter(({ id }) => found.has(id))
}

function trialAnswers(field: FormField): readonly unknown[] | undefined {
  const values = optionValues(field)
  switch (field.type) {
    case 'choice':
      return [undefined, ...values]
    case 'choices':
      return [undefined, ...values.map((value) => [value]), [...values]]
    case 'yes-no':
      return [undefined, true, false]
    default:
      return undefined
  }
}

/** All combinations of answers; nothing where a field takes free answers, or there are too many. */
function combinations(
  fields: readonly { id: string; answers: readonly unknown[] | undefined }[],
): readonly Record<string, unknown>[] | undefined {
  let result: Record<string, unknown>[] = [{}]
  for (const { id, answers } of fields) {
    if (!answers || result.length * answers.length > mostTrials) return undefined
    result = result.flatMap((one) => answers.map((answer) => ({ ...one, [id]: answer })))
  }
  return result
}

const trialContext: FormContext = {
  today: swissDate(new Date('2026-11-22T12:00:00Z')),
  municipalities: [],
  localities: () => [],
  file: () => undefined,
}
