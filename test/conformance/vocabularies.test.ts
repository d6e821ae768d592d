import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isFileType } from '#modules/opendata/catalogue/file-types.ts'
import { fileFormats } from '#modules/opendata/catalogue/formats.ts'
import { frequencies } from '#modules/opendata/catalogue/vocabularies.ts'
import { frequencyOf } from '#modules/opendata/harvest/codes.ts'
import { freshnessOf } from '#modules/opendata/quality/freshness.ts'
import { readTurtle, sharedData } from './shapes.ts'

const isHere = existsSync(sharedData)
if (!isHere) process.stdout.write('vocabularies not compared with those of the EU: ../shared/data is not here\n')

/** Addresses of the concepts of a vocabulary. */
const conceptsOf = (path: string): string[] => [
  ...new Set(
    readTurtle(path).flatMap(({ subject, predicate }) =>
      predicate.value.endsWith('#inScheme') ? [subject.value] : [],
    ),
  ),
]
const codeIn = (address: string) => address.split('/').at(-1) ?? ''

test.runIf(isHere)(
  'every frequency of the EU is one of ours, by its address and by the one that means the same',
  () => {
    const path = 'vocab/frequency-eu.ttl'
    const concepts = conceptsOf(path)
    expect(concepts.map(frequencyOf)).toEqual(concepts.map(codeIn))
    expect(concepts.map(codeIn).sort()).toEqual([...frequencies].sort())
    const same = readTurtle(path).filter(({ predicate }) => predicate.value.endsWith('#exactMatch'))
    expect(same.length).toBeGreaterThan(15)
    expect(same.map(({ object }) => frequencyOf(object.value))).toEqual(
      same.map(({ subject }) => codeIn(subject.value)),
    )
  },
)

test.runIf(isHere)('every format of the EU is known, and nothing else', () => {
  const codes = conceptsOf('vocab/formats-eu.ttl').map(codeIn)
  expect(codes.length).toBeGreaterThan(200)
  expect(codes.filter((code) => !isFileType(code))).toEqual([])
  expect(Object.keys(fileFormats).filter((code) => !codes.includes(code))).toEqual([])
  expect(['', 'csv', 'API', 'SERVICE', 'constructor'].filter(isFileType)).toEqual([])
})

test('what is promised more seldom is late later', () => {
  const due = frequencies.flatMap((frequency) => {
    const freshness = freshnessOf(frequency, '2026-01-01', '2026-01-01')
    return freshness.kind === 'none' ? [] : [freshness.dueOn]
  })
  expect(due).toEqual(due.toSorted())
  expect(freshnessOf('TRIENNIAL', '2020-01-01', '2023-06-01').kind).toBe('fresh')
  expect(freshnessOf('BIWEEKLY', '2026-01-01', '2026-01-20').kind).toBe('late')
})
