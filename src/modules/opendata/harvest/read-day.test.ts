import { DataFactory } from 'n3'
import { expect, test } from 'vitest'
import { Graph, type GraphValue } from './graph.ts'
import { readDay, readInstant } from './read-day.ts'

const { literal, namedNode, quad } = DataFactory
const xsd = 'http://www.w3.org/2001/XMLSchema#'

function typed(text: string, datatype?: string): GraphValue {
  const [subject, property] = [namedNode('http://example.ch/a'), namedNode('http://purl.org/dc/terms/issued')]
  const [value] = new Graph([
    quad(subject, property, literal(text, datatype ? namedNode(datatype) : undefined)),
  ]).values(subject.value, 'dct:issued')
  if (!value) throw new Error('nothing said')
  return value
}

test.each([
  ['2018-04-24', `${xsd}date`, '2018-04-24', '2018-04-24'],
  ['2018-04-24T19:30:57.197374', `${xsd}dateTime`, '2018-04-24', '2018-04-24'],
  ['2018-12-31T23:30:00Z', `${xsd}dateTime`, '2019-01-01', '2019-01-01'],
  ['2018-06-30T23:30:00-05:00', `${xsd}dateTime`, '2018-07-01', '2018-07-01'],
  ['2001-02', `${xsd}gYearMonth`, '2001-02-01', '2001-02-28'],
  ['2000', `${xsd}gYear`, '2000-01-01', '2000-12-31'],
  ['2000-02', undefined, '2000-02-01', '2000-02-29'],
  ['1990-01-01', 'http://schema.org/Date', '1990-01-01', '1990-01-01'],
])('%s of %s is a day, from %s to %s', (text, datatype, first, last) => {
  expect([readDay(typed(text, datatype)), readDay(typed(text, datatype), 'last')]).toEqual([first, last])
})

test.each([
  ['1998', `${xsd}date`],
  ['1999-4-4', `${xsd}date`],
  ['2023-02-30', `${xsd}date`],
  ['1994-01-01 00:00:00', `${xsd}dateTime`],
  ['1995-04-04', `${xsd}dateTime`],
  ['2001-6-06', `${xsd}gYearMonth`],
  ['2003', `${xsd}gYearMonth`],
  ['2008-04-02', `${xsd}gYear`],
  ['1992-01-04T12:20:00', 'http://schema.org/Date'],
  ['1991-04', 'http://schema.org/DateTime'],
  ['2023-13', undefined],
  ['gestern', undefined],
])('%s of %s is none', (text, datatype) => {
  expect(readDay(typed(text, datatype))).toBeUndefined()
})

test.each([
  ['2018-04-24T19:30:57.197374', `${xsd}dateTime`],
  ['2018-12-31T23:30:00Z', `${xsd}dateTime`],
  ['2018-06-30T23:30:00-05:00', undefined],
  ['1992-01-04T12:20:00', 'http://schema.org/DateTime'],
])('%s of %s is an instant and stays as it is', (text, datatype) => {
  expect(readInstant(typed(text, datatype))).toBe(text)
})

test.each([
  ['2018-04-24', `${xsd}date`],
  ['2018-04-24', undefined],
  ['2018-04-24T99:30:57', `${xsd}dateTime`],
  ['2023-02-30T08:00:00', `${xsd}dateTime`],
  ['1992-01-04T12:20:00', 'http://schema.org/Date'],
  ['2000', `${xsd}gYear`],
])('%s of %s is no instant', (text, datatype) => {
  expect(readInstant(typed(text, datatype))).toBeUndefined()
})
