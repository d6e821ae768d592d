import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readDemoPeople, readPeopleFile } from './people-file.ts'

const people = readDemoPeople()

test('everybody is recognisably invented and has an address of her own', () => {
  const everybody = [...people.residents, ...people.staff]
  for (const person of everybody) expect(person.familyName).toMatch(/^(?:Muster|Beispiel|Exemple|Esempio|Example)$/)
  for (const key of ['id', 'email'] as const)
    expect(new Set(everybody.map((person) => person[key])).size).toBe(everybody.length)
})

test('every language is spoken, one acts for a firm, one works for two authorities, one for the canton', () => {
  expect(new Set(people.residents.map(({ language }) => language))).toEqual(new Set(['de', 'fr', 'it', 'en']))
  for (const firm of people.firms)
    for (const { person } of firm.representatives) expect(people.residents.map(({ id }) => id)).toContain(person)
  expect(people.staff.some(({ roles }) => new Set(roles.map(({ authority }) => authority)).size === 2)).toBe(true)
  expect(people.staff.some(({ roles }) => roles.some(({ authority }) => authority === 'kanton-luzern'))).toBe(true)
})

test('a file that cannot be used says all that is wrong', async () => {
  const file = join(tmpdir(), `people-${process.pid}.yaml`)
  await writeFile(file, 'residents: []\nfirms: []\nstaff:\n  - { id: "A B", givenName: X }\nkeys: []\nmore: 1\n')
  expect(() => readPeopleFile(file)).toThrow(/"more" is not known here[\s\S]*"familyName" is missing/)
})
