import { expect, test } from 'vitest'
import { readContentType } from './media-types.ts'

test.each([
  ['text/csv; charset=iso-8859-1', 'windows-1252'],
  ['text/csv;charset="Latin1"', 'windows-1252'],
  ['text/csv; header=present; charset=ISO-8859-15', 'iso-8859-15'],
  ['application/json; charset=utf8', 'utf-8'],
  ['application/geo+json; charset=x-mac-roman', 'macintosh'],
  ['text/csv; charset=UTF-16', 'utf-16le'],
  ['text/csv; charset=ibm850', 'cp850'],
  ['text/csv; charset=unheard-of', undefined],
  ['text/csv', undefined],
])('a program that sends %s is read as %s', (contentType, encoding) => {
  expect(readContentType(contentType, 'put')?.encoding).toBe(encoding)
})
