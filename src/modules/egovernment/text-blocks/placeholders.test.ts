import { expect, test } from 'vitest'
import { fillPlaceholders, placeholders, unknownPlaceholders } from './placeholders.ts'

const facts = {
  name: 'Petra Beispielhaft',
  'case number': 'KRI-2026-1234-567',
  service: 'Schaden melden',
  'due date': '06.12.2026',
  'expected date': '06.12.2026',
  today: '22.11.2026',
  clerk: 'Karin Beispiel',
  unit: 'Werkdienst',
  authority: 'Stadt Kriens',
}

test('a text is filled by the facts of the case, and never filled twice', () => {
  expect(fillPlaceholders('Guten Tag {name}\n\n{case number}: {service}', facts)).toBe(
    'Guten Tag Petra Beispielhaft\n\nKRI-2026-1234-567: Schaden melden',
  )
  expect(fillPlaceholders('{name}', { ...facts, name: '{clerk} $& <b>' })).toBe('{clerk} $& <b>')
  for (const one of placeholders) expect(fillPlaceholders(`{${one}}`, facts)).toBe(facts[one])
})

test('a missing name leaves no gap', () => {
  expect(fillPlaceholders('Guten Tag {name},\nwir …', { ...facts, name: '' })).toBe('Guten Tag,\nwir …')
})

test('what is none of ours is told, also a brace that stands alone', () => {
  expect(unknownPlaceholders('Guten Tag {name}, {case number}')).toEqual([])
  expect(unknownPlaceholders('{Name} {password} {} {Name}')).toEqual(['{Name}', '{password}', '{}'])
  expect(unknownPlaceholders('bis {due date')).toEqual(['{'])
  expect(unknownPlaceholders('{na{name}me}')).toEqual(['{'])
})
