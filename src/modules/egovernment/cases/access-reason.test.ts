import { expect, test } from 'vitest'
import { createTranslators } from '#kernel/i18n/catalogue.ts'
import { messageSources } from '../../../app.ts'
import { accessReason, writtenReason } from './access-reason.ts'

const { de, fr } = createTranslators(messageSources())
const ours = 'egovernment.desk.reason.work'

test('a reason of ours is told in the language of who reads it', () => {
  expect(accessReason(ours, de)).toBe('Bearbeitung des Geschäfts')
  expect(accessReason(ours, fr)).not.toBe(accessReason(ours, de))
})

test.each([
  ours,
  'egovernment.desk.reason.nonsense',
  'egovernment.desk.title',
  'kernel.files.unknown',
  'Anruf der Person',
])('what a clerk wrote is shown as she wrote it: %s', (text) => {
  expect(accessReason(writtenReason(text), de)).toBe(text)
  expect(accessReason(writtenReason(text), fr)).toBe(text)
})
