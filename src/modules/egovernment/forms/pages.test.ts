import { describe, expect, test } from 'vitest'
import { formPublishProblems, formShapeProblems } from './check-form.ts'
import { exampleContext as context } from './example-context.ts'
import type { Answers } from './form.ts'
import { firstOpenPage, mayOpen, nextPage, pageOf, previousPage, progress, visiblePages } from './pages.ts'
import { complete, form } from './test-form.ts'

test('the form of these tests could be published', () => {
  expect([...formShapeProblems(form), ...formPublishProblems(form)]).toEqual([])
})

describe('which pages are asked', () => {
  const ids = (answers: Answers) => visiblePages(form, answers, context).map(({ page }) => page.id)

  test('a page with a condition comes only when it is true', () => {
    expect(ids({})).toEqual(['kind', 'persons', 'days', 'photos'])
    expect(ids({ kind: 'light' })).toEqual(['kind', 'light', 'persons', 'days', 'photos'])
    expect(pageOf(form, 'light', { kind: 'street' }, context)).toBeUndefined()
  })

  test('forward, back and how far', () => {
    expect(nextPage(form, 'kind', { kind: 'light' }, context)).toBe('light')
    expect(nextPage(form, 'kind', { kind: 'street' }, context)).toBe('persons')
    expect(nextPage(form, 'photos', {}, context)).toBeUndefined()
    expect(previousPage(form, 'persons', { kind: 'street' }, context)).toBe('kind')
    expect(previousPage(form, 'kind', {}, context)).toBeUndefined()
    expect(progress(form, 'days', { kind: 'light' }, context)).toEqual({ step: 4, total: 6 })
    expect(progress(form, 'review', {}, context)).toEqual({ step: 5, total: 5 })
  })

  test('steps cannot be skipped', () => {
    expect(firstOpenPage(form, {}, context)).toBe('kind')
    expect(firstOpenPage(form, { kind: 'street' }, context)).toBe('persons')
    expect(firstOpenPage(form, complete, context)).toBeUndefined()
    expect(mayOpen(form, 'days', { kind: 'street' }, context)).toBe(false)
    expect(mayOpen(form, 'kind', { kind: 'street' }, context)).toBe(true)
    expect(mayOpen(form, 'light', complete, context)).toBe(false)
    expect(mayOpen(form, 'nowhere', complete, context)).toBe(false)
  })
})
