import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ContentInspector, type Verdict } from './content-inspector.ts'
import { gif, heic, jpeg, pdf, png, webp, zip } from './example-files.ts'

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const docx = () => zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w:document/>' })
const odt = (type = 'application/vnd.oasis.opendocument.text') => zip({ mimetype: type, 'content.xml': '<office/>' })

async function inspect(name: string, declared: string, content: Buffer, pieces = 1): Promise<Verdict> {
  const inspector = new ContentInspector()
  const length = Math.max(1, Math.ceil(content.length / pieces))
  for (let at = 0; at < content.length; at += length) inspector.push(content.subarray(at, at + length))
  return inspector.finish(name, declared)
}

const reasonOf = async (...file: Parameters<typeof inspect>) => {
  const verdict = await inspect(...file)
  return verdict.ok ? verdict.type : verdict.reason
}

test.each([
  ['letter.pdf', 'application/pdf', pdf(), 'application/pdf'],
  ['PHOTO.JPG', 'image/jpeg', jpeg(4000, 3000), 'image/jpeg'],
  ['photo.jpeg', 'image/pjpeg', jpeg(10, 10), 'image/jpeg'],
  ['plan.png', 'image/png', png(640, 480), 'image/png'],
  ['plan.webp', 'image/webp', webp(640, 480), 'image/webp'],
  ['photo.heic', 'image/heic', heic(4032, 3024), 'image/heic'],
  ['photo.heif', 'image/heif', heic(4032, 3024, 'mif1'), 'image/heic'],
  ['note.txt', 'text/plain', Buffer.from('Zügeln am 1. Dezember\r\n\tBMW 320i'), 'text/plain'],
  ['note.txt', 'text/plain;charset=UTF-8', Buffer.from('\uFEFFmit Marke'), 'text/plain'],
  ['bmw.txt', 'text/plain', Buffer.from('BMW und MZ'), 'text/plain'],
  ['list.csv', 'application/vnd.ms-excel', Buffer.from('a;b\n1;2\n'), 'text/csv'],
  ['letter.docx', word, docx(), word],
  ['letter.odt', '', odt(), 'application/vnd.oasis.opendocument.text'],
  ['letter.docx', 'application/octet-stream', docx(), word],
])('%s declared as %s is taken for what it is', async (name, declared, content, expected) => {
  for (const pieces of [1, 2, content.length]) expect(await reasonOf(name, declared, content, pieces)).toBe(expected)
})

test.each([
  ['nothing', 'note.txt', 'text/plain', Buffer.alloc(0), 'empty'],
  ['a picture named PDF', 'plan.pdf', 'application/pdf', png(10, 10), 'wrong_type'],
  ['a PDF declared as a picture', 'letter.pdf', 'image/png', pdf(), 'wrong_type'],
  ['a PDF named as a picture', 'letter.png', 'image/png', pdf(), 'wrong_type'],
  ['no ending', 'letter', 'application/pdf', pdf(), 'wrong_type'],
  ['a program', 'setup.exe', 'application/octet-stream', Buffer.from('MZ\u0090'), 'wrong_type'],
  ['a page', 'page.html', 'text/html', Buffer.from('<!doctype html>'), 'wrong_type'],
  ['a page named text', 'page.txt', 'text/plain', Buffer.from('\n <!DOCTYPE html><script>1</script>'), 'wrong_type'],
  ['a script named table', 'list.csv', 'text/csv', Buffer.from('#!/bin/sh\nrm -rf x'), 'wrong_type'],
  ['a PDF named text', 'note.txt', 'text/plain', Buffer.from('%PDF-1.7\n'), 'wrong_type'],
  ['text that is not UTF-8', 'note.txt', 'text/plain', Buffer.from('Zügeln', 'latin1'), 'wrong_type'],
  ['text that is cut in a letter', 'note.txt', 'text/plain', Buffer.from('Zü').subarray(0, 2), 'wrong_type'],
  ['text with a NUL', 'note.txt', 'text/plain', Buffer.from('a\0b'), 'wrong_type'],
  ['a drawing with script', 'a.svg', 'image/svg+xml', Buffer.from('<svg onload="x()"/>'), 'wrong_type'],
  ['GIF and JS', 'a.gif', 'image/gif', Buffer.concat([gif(), Buffer.from('=1;alert(1)')]), 'wrong_type'],
  ['GIF and JS named PNG', 'a.png', 'image/png', Buffer.concat([gif(), Buffer.from('=1;alert(1)')]), 'wrong_type'],
  ['PDF and ZIP', 'letter.pdf', 'application/pdf', Buffer.concat([pdf(), zip({ 'a.txt': 'x' })]), 'unsafe'],
  ['JPEG and ZIP', 'a.jpg', 'image/jpeg', Buffer.concat([jpeg(9, 9), zip({ 'a.txt': 'x' })]), 'unsafe'],
  ['PNG and page', 'a.png', 'image/png', Buffer.concat([png(9, 9), Buffer.from('<script>1</script>')]), 'unsafe'],
  ['JPEG and PDF', 'a.jpg', 'image/jpeg', Buffer.concat([jpeg(9, 9), Buffer.from('%PDF-1.7')]), 'unsafe'],
  [
    'ZIP and PDF',
    'a.docx',
    word,
    zip({ 'a.txt': '%PDF-1.7', '[Content_Types].xml': '', 'word/document.xml': '' }),
    'unsafe',
  ],
  ['a plain ZIP named Word', 'a.docx', word, zip({ 'a.txt': 'x' }), 'wrong_type'],
  ['Word with something before it', 'a.docx', word, Buffer.concat([docx().subarray(0, 4), docx()]), 'unsafe'],
  ['Word with something behind it', 'a.docx', word, Buffer.concat([docx(), Buffer.from('MZ')]), 'unsafe'],
  ['Word cut off', 'a.docx', word, docx().subarray(0, -30), 'wrong_type'],
  ['a table of OpenDocument', 'a.odt', '', odt('application/vnd.oasis.opendocument.spreadsheet'), 'wrong_type'],
  ['a huge PNG', 'a.png', 'image/png', png(60_000, 60_000), 'bomb'],
  ['a huge JPEG', 'a.jpg', 'image/jpeg', jpeg(60_000, 60_000), 'bomb'],
  ['a huge WebP', 'a.webp', 'image/webp', webp(16_000, 16_000), 'bomb'],
  ['a huge HEIC', 'a.heic', 'image/heic', heic(60_000, 60_000), 'bomb'],
  ['a PNG without a size', 'a.png', 'image/png', png(0, 9), 'wrong_type'],
])('%s is refused', async (_what, name, declared, content, reason) => {
  expect(await reasonOf(name, declared, content)).toBe(reason)
})

test.each<[string, Record<string, string>, string?]>([
  ['macros', { 'word/vbaProject.bin': 'x' }],
  ['a way out of its folder', { '../../evil': 'x' }],
  [
    'thousands of entries',
    Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`x/${index}`, 'x'])),
    'bomb',
  ],
])('Word with %s is refused', async (_what, extra, reason = 'unsafe') => {
  const content = zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w:document/>', ...extra })
  expect(await reasonOf('a.docx', word, content)).toBe(reason)
})

test('an archive that says it unpacks to very much is refused', async () => {
  const content = zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w:document/>' }, 4_000_000_000)
  expect(await reasonOf('a.docx', word, content)).toBe('bomb')
})

test('the size of a photo is found behind megabytes of camera data, not in its preview', async () => {
  const preview = jpeg(160, 120)
  const photo = jpeg(60_000, 60_000, [preview, ...Array.from({ length: 40 }, () => Buffer.alloc(65_000, 7))])
  expect(photo.length).toBeGreaterThan(2_000_000)
  for (const pieces of [1, 7, 40]) expect(await reasonOf('a.jpg', 'image/jpeg', photo, pieces)).toBe('bomb')
})

test('no bytes make the inspection stumble', async () => {
  const beginnings = [pdf(), jpeg(9, 9), png(9, 9), webp(9, 9), heic(9, 9), docx(), odt(), Buffer.alloc(0)]
  const names = ['a.pdf', 'a.jpg', 'a.png', 'a.webp', 'a.heic', 'a.docx', 'a.odt', 'a.txt']
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...beginnings),
      fc.constantFrom(...names),
      fc.nat(400),
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(400),
      async (beginning, name, cut, noise, at) => {
        const content = Buffer.concat([beginning.subarray(0, cut), noise, beginning.subarray(at)])
        expect(typeof (await reasonOf(name, '', content, 3))).toBe('string')
      },
    ),
    { numRuns: 600 },
  )
})
