import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { asOwner } from '#test/support/test-database.ts'
import { openTestKernel } from '#test/support/test-kernel.ts'
import { pdf } from './example-files.ts'
import { inPieces } from './in-pieces.ts'
import { networkOf, senderHash } from './sender.ts'
import { storeUpload } from './store-upload.ts'

test('the addresses of one line count as one, those of two lines as two', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:0DB8:1:2::ffff')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8::9')).toBe('2001:db8:0:0::/64')
  expect(networkOf('::1')).toBe('0:0:0:0::/64')
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7')
  expect(networkOf('192.0.2.7')).toBe('192.0.2.7')
  expect(networkOf('0198a3b2-7c11-7000-8000-000000000001')).toBe('0198a3b2-7c11-7000-8000-000000000001')
  expect(senderHash('2001:db8:1:2::1')).toEqual(senderHash('2001:db8:1:2::2'))
  expect(senderHash('2001:db8:1:2::1')).not.toEqual(senderHash('2001:db8:1:3::1'))
})

test('files that one sender sends at once take no more room together than one after the other', async () => {
  const { kernel: bare, urls } = await openTestKernel()
  const kernel = { ...bare, uploadLimits: { ...bare.uploadLimits, senderBytes: 1_000 } }
  const send = (announced: number | undefined, sender = '192.0.2.7') =>
    storeUpload(kernel, {
      ...{ field: 'a', name: 'a.txt', type: 'text/plain', sender, announced },
      stream: Readable.from([Buffer.alloc(300, 65)]),
    })
  const sent = await Promise.all(Array.from({ length: 9 }, () => send(300)))
  expect(sent.filter(({ ok }) => ok)).toHaveLength(3)
  expect(sent.flatMap((one) => (one.ok ? [] : [one.reason]))).toEqual(Array.from({ length: 6 }, () => 'quota'))
  expect(await asOwner(urls, 'select 1 from kernel.loose_files')).toEqual([])
  // Without an announced length it takes the room of the largest file.
  expect(await send(undefined, '192.0.2.8')).toMatchObject({ ok: false, reason: 'quota' })
  expect(await send(300, '192.0.2.8')).toMatchObject({ ok: true })
})

test('a file that is refused gives its room back', async () => {
  const { kernel: bare } = await openTestKernel()
  const kernel = { ...bare, uploadLimits: { ...bare.uploadLimits, senderBytes: 1_000 } }
  const send = (content: Buffer) =>
    storeUpload(kernel, {
      ...{ field: 'a', name: 'a.pdf', type: 'application/pdf', sender: '192.0.2.7', announced: 900 },
      stream: Readable.from([content]),
    })
  expect(await send(Buffer.from('no PDF'))).toMatchObject({ ok: false, reason: 'wrong_type' })
  expect(await send(pdf())).toMatchObject({ ok: true })
})

test('what comes byte by byte goes on in pieces, and none of it is lost', async () => {
  const bytes = async function* () {
    for (let at = 0; at < 200_000; at += 1) yield Buffer.of(at & 255)
  }
  const pieces: Buffer[] = []
  for await (const piece of inPieces(bytes())) pieces.push(piece)
  expect(pieces.map(({ length }) => length)).toEqual([65_536, 65_536, 65_536, 200_000 - 3 * 65_536])
  expect(Buffer.concat(pieces).every((byte, at) => byte === (at & 255))).toBe(true)
})
