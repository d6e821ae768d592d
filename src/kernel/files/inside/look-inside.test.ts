import { Readable } from 'node:stream'
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { examineFile } from '../examine-file.ts'
import { pdf, zip } from '../example-files.ts'
import { Budget, InsideError, insideLimits } from './budget.ts'
import { lookIntoPdf } from './look-into-pdf.ts'
import { lookIntoZip } from './look-into-zip.ts'

type Entry = { name: string; content: Buffer; claims?: number; at?: number; local?: string }

/** An archive with packed entries, whose directory may say what is not so. */
function packed(...entries: Entry[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, claims, at, local } of entries) {
    const body = deflateRawSync(content)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(body.length, 14)
    fields.writeUInt32LE(claims ?? content.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const trailer = Buffer.alloc(14)
    trailer.writeUInt32LE(at ?? offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\0', 'latin1'), fields, trailer, Buffer.from(name)]))
    const file = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, Buffer.from(local ?? name), body])
    files.push(file)
    offset += file.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, list, end])
}

/** What is wrong with it, or nothing. */
function faultOf(look: (bytes: Buffer, budget: Budget) => unknown, bytes: Buffer): string | undefined {
  try {
    look(bytes, new Budget(bytes.length))
    return undefined
  } catch (error) {
    if (error instanceof InsideError) return error.fault
    throw error
  }
}

const noise = (length: number) => Buffer.from(Array.from({ length }, (_, index) => (index * index * 31) % 253))
const zeros = Buffer.alloc(3_000_000)

test.each<[string, Buffer, string | undefined]>([
  ['a letter', packed({ name: 'word/document.xml', content: noise(4_000) }), undefined],
  ['a letter that is not packed', zip({ 'word/document.xml': '<w:document/>' }), undefined],
  [
    'a table within a letter',
    packed({ name: 'a.xlsx', content: packed({ name: 'b', content: noise(900) }) }),
    undefined,
  ],
  ['a drawing that is packed', packed({ name: 'a.emz', content: gzipSync(noise(900)) }), undefined],
  ['more than its size allows', packed({ name: 'a', content: zeros }), 'bomb'],
  ['more than it says', packed({ name: 'a', content: zeros, claims: 10 }), 'bomb'],
  ['a little more than it says', packed({ name: 'a', content: noise(500), claims: 10 }), 'unsafe'],
  ['a bomb within', packed({ name: 'a.zip', content: packed({ name: 'b', content: zeros }) }), 'bomb'],
  ['a packed drawing that is a bomb', packed({ name: 'a.emz', content: gzipSync(zeros) }), 'bomb'],
  [
    'three archives deep',
    packed({ name: 'a', content: packed({ name: 'b', content: packed({ name: 'c', content: noise(9) }) }) }),
    'bomb',
  ],
  [
    'entries that share their bytes',
    packed({ name: 'a', content: noise(900) }, { name: 'a', content: noise(900), at: 0 }),
    'bomb',
  ],
  ['an entry with two names', packed({ name: 'a', content: noise(90), local: 'b' }), 'unsafe'],
  ['an entry that is not there', packed({ name: 'a', content: noise(90), at: 7 }), 'unsafe'],
  ['an archive nobody can look into', packed({ name: 'a', content: Buffer.from('377abcaf271c0004', 'hex') }), 'unsafe'],
  [
    'too many entries, one archive deep',
    packed({
      name: 'a',
      content: packed(
        ...Array.from({ length: insideLimits.entries }, (_, index) => ({ name: `${index}`, content: noise(1) })),
      ),
    }),
    'bomb',
  ],
])('an archive with %s', (_what, bytes, fault) => {
  expect(faultOf(lookIntoZip, bytes)).toBe(fault)
})

const stream = (dictionary: string, content: Buffer) =>
  Buffer.concat([
    Buffer.from(`5 0 obj\n<<${dictionary}/Length ${content.length}>>\nstream\n`),
    content,
    Buffer.from('\nendstream\nendobj\n'),
  ])
const document = (...parts: Buffer[]) => Buffer.concat([Buffer.from('%PDF-1.7\n'), ...parts, pdf().subarray(9)])
const huge = Buffer.alloc(110_000_000)
const twice = deflateSync(deflateSync(huge))

test.each<[string, Buffer, string | undefined]>([
  ['a plain page', document(stream('/Filter/FlateDecode', deflateSync(noise(900)))), undefined],
  ['a photo', document(stream('/Subtype/Image/Width 4000/Height 3000/Filter/DCTDecode', noise(900))), undefined],
  ['a stream that is a bomb', document(stream('/Filter/FlateDecode', deflateSync(huge))), 'bomb'],
  ['a bomb packed twice', document(stream('/Filter[/FlateDecode/FlateDecode]', twice)), 'bomb'],
  [
    'a bomb whose length is a lie',
    Buffer.from(
      document(stream('/Filter/FlateDecode', deflateSync(huge)))
        .toString('latin1')
        .replace(/\/Length \d+/, '/Length 3'),
      'latin1',
    ),
    'bomb',
  ],
  ['many filters', document(stream('/Filter[/Fl/Fl/Fl/Fl/Fl]', noise(9))), 'bomb'],
  ['a picture of 60,000 by 60,000', document(stream('/Subtype /Image /Width 60000 /Height 60000', noise(9))), 'bomb'],
  ['a million pages', Buffer.from(pdf().toString('latin1').replace('/Count 0', '/Count 1000000'), 'latin1'), 'bomb'],
  ['pages without end', document(Buffer.from('7 0 obj<</Type/Page>>endobj\n'.repeat(2_001))), 'bomb'],
  [
    'pages hidden in a stream',
    document(stream('/Type/ObjStm/Filter/FlateDecode', deflateSync(Buffer.from('<</Type /Page>>'.repeat(2_001))))),
    'bomb',
  ],
  ['objects without end', document(Buffer.from('7 0 obj 1 endobj\n'.repeat(200_001))), 'bomb'],
])('a PDF with %s', (_what, bytes, fault) => {
  expect(faultOf(lookIntoPdf, bytes)).toBe(fault)
})

test('a PDF that is encrypted says so, even in a packed table', () => {
  const table = stream('/Type/XRef/Encrypt 9 0 R', noise(9))
  expect(lookIntoPdf(document(table), new Budget(9)).isEncrypted).toBe(true)
  expect(lookIntoPdf(document(), new Budget(9)).isEncrypted).toBe(false)
})

const examine = (type: Parameters<typeof examineFile>[0], bytes: Buffer) => examineFile(type, Readable.from([bytes]))

test('a process of its own looks, and says what it found', async () => {
  expect(await examine('application/pdf', document())).toBeUndefined()
  expect(await examine('application/pdf', document(stream('/Filter/FlateDecode', deflateSync(huge))))).toBe('bomb')
  const locked = pdf().toString('latin1').replace('/Root', '/Encrypt<</Filter/Standard/V 2/R 3/O(x)/U(x)/P -4>>/Root')
  expect(await examine('application/pdf', Buffer.from(locked, 'latin1'))).toBe('encrypted')
})
