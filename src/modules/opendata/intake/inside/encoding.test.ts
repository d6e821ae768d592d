import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isUtf8 } from './encoding.ts'

const valid = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => Buffer.from(text.toWellFormed()))
const any = fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes))
const contents = fc.array(fc.oneof({ weight: 4, arbitrary: valid }, any), { maxLength: 6 }).map(Buffer.concat)

test('bytes are UTF-8 wherever the pieces they come in are cut', async () => {
  let wrong = 0
  await fc.assert(
    fc.asyncProperty(contents, fc.integer({ min: 1, max: 7 }), async (bytes, length) => {
      const found = await isUtf8(inPieces(bytes, length))
      if (!found) wrong += 1
      expect(found).toBe(isDecoded(bytes))
    }),
    { numRuns: 2_000 },
  )
  expect(wrong).toBeGreaterThan(100)
})

async function* inPieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

function isDecoded(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
