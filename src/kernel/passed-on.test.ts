import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { passedOn } from './passed-on.ts'

const source = () => Readable.from(['a', 'b', 'c'].map((letter) => Buffer.from(letter)))
async function* twice(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield Buffer.concat([piece, piece])
}
const closed = (stream: Readable) => new Promise<void>((done) => stream.once('close', done))

test('all of it passes', async () => {
  expect(await text(passedOn(source(), twice))).toBe('aabbcc')
})

test('its source is let go where nobody began to read, where a reader goes away, and where the making fails', async () => {
  const [unread, left, failed] = [source(), source(), source()]
  const all = [unread, left, failed].map(closed)
  passedOn(unread, twice).destroy()
  const half = passedOn(left, twice)
  half.once('data', () => half.destroy())
  const faulty = passedOn(failed, async function* () {
    yield Buffer.from('a')
    throw new Error('not to be made')
  })
  await expect(text(faulty)).rejects.toThrow('not to be made')
  await Promise.all(all)
  expect([unread, left, failed].map(({ destroyed }) => destroyed)).toEqual([true, true, true])
})
