import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTranslators } from '#kernel/i18n/catalogue.ts'
import { messageSources } from '../../../app.ts'
import { exampleContext as context } from '../forms/example-context.ts'
import { parseService } from '../services/definition/parse-service.ts'
import { addressLines, answerSections, hasProtected, protectedFields } from './answer-sections.ts'

const file = join(import.meta.dirname, '../../../../content/services/umzug.yaml')
const parsed = parseService(readFileSync(file, 'utf8'), file)
if (!parsed.ok) throw new Error('the moving service does not parse')
const { form } = parsed.definition
const translators = createTranslators(messageSources())
const { de, fr } = translators

const answers = {
  from_where: 'abroad',
  to_where: 'lucerne',
  move_date: '2026-11-20',
  new_address: { street: 'Musterstrasse', number: '1', postcode: '6010', locality: 'Kriens', municipality: 1059 },
  persons: [
    {
      person_name: { given: 'Petra', family: 'Beispielhaft' },
      birth_date: '1990-05-01',
      nationality: 'DE',
      religion: 'roman-catholic',
      ahv_number: '756.1234.5678.97',
    },
    { person_name: { given: 'Paul', family: 'Beispielhaft' } },
  ],
}

const read = (showsProtected: boolean, t = de) => answerSections(form, answers, t, context, { showsProtected })
const allText = (showsProtected: boolean) => JSON.stringify(read(showsProtected))

test('each person of a list stands by herself, and questions are in the language of the clerk', () => {
  const persons = read(false).filter(({ title }) => /, \d$/.test(title))
  expect(persons).toHaveLength(2)
  expect(persons[0]?.rows[0]?.answer).toBe('Petra Beispielhaft')
  expect(read(false, fr)[0]?.rows[0]?.question).not.toBe(read(false)[0]?.rows[0]?.question)
})

test('AHV numbers and data particularly worthy of protection are hidden, and only they', () => {
  expect(allText(false)).not.toContain('756.1234')
  expect(allText(true)).toContain('756.1234')
  expect(hasProtected(read(false))).toBe(true)
  expect(hasProtected(read(true))).toBe(false)
  const hidden = read(false).flatMap(({ rows }) => rows.filter(({ answer }) => answer === null))
  expect(hidden.map(({ fieldId }) => fieldId)).toContain('ahv_number')
  expect(protectedFields(form)).toEqual(new Set(['institution_name', 'religion', 'ahv_number']))
})

test('a letter goes to the address that was given last', () => {
  expect(addressLines(form, answers, de, context)).toEqual(['Musterstrasse 1', '6010 Kriens'])
  expect(addressLines(form, {}, de, context)).toEqual([])
})
