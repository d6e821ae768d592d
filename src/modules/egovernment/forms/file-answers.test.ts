import { describe, expect, test } from 'vitest'
import { answersToSubmit, checkAnswers } from './check-answers.ts'
import { exampleContext as context } from './example-context.ts'
import type { Upload } from './form-context.ts'
import { readPage } from './read-page.ts'
import { complete, form, post, told } from './test-form.ts'

describe('files', () => {
  const photo = context.file('photo-1')
  const uploads = new Map<string, readonly Upload[]>([['photos', photo ? [{ ok: true, file: photo }] : []]])

  test('an upload becomes part of the answer, next to those kept', () => {
    const reading = readPage(form, 'photos', {}, post([['photos.kept', 'photo-2']], uploads), context)
    expect(reading.ok && reading.answers.photos).toEqual([context.file('photo-2'), photo])
  })

  test('an upload survives an error elsewhere on the page', () => {
    const refused: Upload = { ok: false, name: 'film.mov', reason: 'wrong_type' }
    const reading = readPage(
      form,
      'photos',
      {},
      post([], new Map([['photos', [...(uploads.get('photos') ?? []), refused]]])),
      context,
    )
    expect(reading.ok || [reading.values.get('photos.kept'), told(reading.errors)]).toEqual([
      'photo-1',
      ['/photos file_wrong_type'],
    ])
  })

  test('a file is removed by its button', () => {
    const reading = readPage(
      form,
      'photos',
      {},
      post([
        ['photos.kept', 'photo-1 photo-2'],
        ['photos.remove', 'photo-1'],
      ]),
      context,
    )
    expect(reading.ok || [reading.reason, reading.values.get('photos.kept')]).toEqual(['changed', 'photo-2'])
  })

  test('a foreign file id is refused over the API and dropped from a page', () => {
    const answers = { ...complete, photos: [{ id: 'stolen', name: 'x', size: 1, type: 'image/png' }] }
    expect(told(checkAnswers(form, answers, context))).toEqual(['/photos/0 file_unknown'])
    const reading = readPage(form, 'photos', {}, post([['photos.kept', 'stolen']]), context)
    expect(reading.ok && reading.answers).toEqual({})
  })

  test('over the API an id is enough, and what it says of a file does not count', () => {
    const lied = { ...complete, photos: ['photo-2', { id: 'photo-1', name: 'evil.exe' }] }
    expect(checkAnswers(form, lied, context)).toEqual([])
    expect(answersToSubmit(form, lied, context).photos).toEqual([context.file('photo-2'), photo])
  })
})
